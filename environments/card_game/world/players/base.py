"""What every player does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from agentgym.environments.card_game.world.board import FIXED_ORDER
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.sight import Sight


class Player(Protocol):
    """Plays one side of one game; what it draws, it draws from the generator that it was made with."""

    def guess(self, sight: Sight) -> Guess | None:
        """Guess, or leave it."""
        ...

    def act(self, sight: Sight) -> Move | None:
        """Move; ``None`` gives the game up."""
        ...


def shuffled(rng: random.Random) -> Sequence[int]:
    """Return the fish in a random order."""
    return rng.sample(FIXED_ORDER, len(FIXED_ORDER))


def skill(sight: Sight, fish: int, rng: random.Random) -> Move | None:
    """Return the skill of a fish, at a random mate where it needs one; ``None`` where there is none."""
    if sight.game.board.skill_hits_all(sight.side << 2 | fish):
        return Move(True, fish, None)
    mates = [mate for mate in sight.own() if mate != fish]
    return Move(True, fish, rng.choice(mates)) if mates else None

"""``baseline1``: AgentBench's random player, which likes skills and does not repeat those of exposed fish."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.board import KINDS
from agentgym.environments.card_game.world.moves import Guess, Move
from agentgym.environments.card_game.world.players.base import skill
from agentgym.environments.card_game.world.sight import Sight

_NORMAL = 0.3
"""How often it attacks where it could use a skill."""


class Baseline1:
    """Plays as both versions' ``baseline1`` do, with uniform draws."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def guess(self, sight: Sight) -> Guess | None:
        """Guess any kind at any living fish; if that one is exposed, nothing is guessed."""
        position = self.rng.choice(sight.enemies())
        kind = 1 + self.rng.randrange(len(KINDS))
        return None if sight.known(position) else Guess(position, kind)

    def act(self, sight: Sight) -> Move:
        """Move any fish: an exposed one attacks, others use their skill more often than not."""
        fish = self.rng.choice(sight.own())
        attacks = self.rng.random() < _NORMAL or sight.exposed(fish)
        move = None if attacks else skill(sight, fish, self.rng)
        return move or Move(False, fish, self.rng.choice(sight.enemies()))

"""``random``: any legal guess or none, any legal move."""

from __future__ import annotations

import random

from agentgym.environments.card_game.world.moves import Guess, Move, legal_guesses, legal_moves
from agentgym.environments.card_game.world.sight import Sight


class RandomPlayer:
    """Draws among what is legal, uniformly; to guess nothing is one of the choices."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def guess(self, sight: Sight) -> Guess | None:
        """Guess anything, or nothing."""
        return self.rng.choice([None, *legal_guesses(sight.game.board, sight.side)])

    def act(self, sight: Sight) -> Move:
        """Move anyhow."""
        return self.rng.choice(legal_moves(sight.game.board, sight.side))

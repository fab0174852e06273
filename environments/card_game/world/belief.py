"""Inferring hidden kinds: which orders of the enemy's fish explain everything that was seen.

Every order that is still possible has a board of its own, on which the game is played along. An order that would
have led to other HP, or to another kind of skill, is dropped.
"""

from __future__ import annotations

from itertools import permutations

from agentgym.environments.card_game.world.board import AREA, FIXED_ORDER, Board
from agentgym.environments.card_game.world.game import Game, Guessed, Phase
from agentgym.environments.card_game.world.moves import Guess, Move, apply


class Belief:
    """What one side knows of the other's order.

    Args:
        side: whose knowledge it is.
        own: the kinds of its own fish.

    Attributes:
        boards: a board for each order that is possible, in a fixed order; the true one is among them.
    """

    def __init__(self, side: int, own: tuple[int, ...]) -> None:
        self.side = side
        orders = permutations(FIXED_ORDER)
        self.boards = [Board((*own, *order) if side == 0 else (*order, *own)) for order in orders]
        self._seen = 0

    def update(self, game: Game) -> None:
        """Take the phases in that were played since the last time."""
        for phase in game.log[self._seen :]:
            self.boards = [board for board in self.boards if _explains(board, phase)]
        self._seen = len(game.log)

    def likeliest(self, hidden: list[int], kinds: list[int]) -> Guess | None:
        """Return the guess that is right for most orders, the first among equals; ``None`` if nothing is hidden.

        Args:
            hidden: positions to guess at, the most welcome first.
            kinds: kinds that are still open.
        """
        first = (1 - self.side) << 2
        guesses = [Guess(position, kind) for position in hidden for kind in kinds]

        def orders(guess: Guess) -> int:
            return sum(board.kinds[first | guess.position] == guess.kind for board in self.boards)

        return max(guesses, key=orders, default=None)


def _explains(board: Board, phase: Phase) -> bool:
    """Play a phase on a board; return whether it leads to what was seen."""
    side, what = phase.side, phase.what
    if isinstance(what, Guessed):
        guess = what.guess
        return guess is None or board.guess((1 - side) << 2 | guess.position, guess.kind) == what.right
    active, area, actor = what.is_skill, what.type == AREA, side << 2 | what.fish
    if active and board.skill_hits_all(actor) != area:
        return False
    move = Move(active, what.fish, None if area else what.targets[0] & 3)
    return apply(board, side, move).value == what.value and tuple(board.hp) == phase.hp

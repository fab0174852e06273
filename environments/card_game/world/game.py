"""The game: whose phase it is, what both sides are told about it, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agentgym.environments.card_game.world.board import HP, KINDS, Board, Record
from agentgym.environments.card_game.world.moves import (
    Guess,
    IllegalMove,
    Move,
    apply,
    check_guess,
    check_move,
)

LAST_STATE = 128
"""States of a round: two picks, then each phase is one."""


class Guessed(NamedTuple):
    """A side's last guess: what was guessed (``None``: nothing), and whether it was right."""

    guess: Guess | None
    right: bool


class Phase(NamedTuple):
    """One phase that was played.

    Attributes:
        side: whose it was.
        what: the guess, or the move.
        hp: HP of all eight fish after it.
    """

    side: int
    what: Guessed | Record
    hp: tuple[int, ...]


class Game:
    """One round: guess and move of side 0, guess and move of side 1, and so on.

    Args:
        picks: for each side the kinds of its fish, by position.

    Attributes:
        side: whose phase it is.
        guessing: whether it is the guess phase.
        states: counts the picks and the phases.
        log: the phases that were played.
        winner: the side that has won, ``None`` while the game goes on.
        guessed, records: for each side its last guess and move; ``None`` before the first.

    Raises:
        IllegalMove: a pick is not one fish of each kind.
    """

    __slots__ = ("board", "guessed", "guessing", "log", "records", "side", "states", "winner")

    def __init__(self, picks: tuple[Sequence[int], Sequence[int]]) -> None:
        for pick in picks:
            check_pick(pick)
        self.board = Board((*picks[0], *picks[1]))
        self.side = 0
        self.guessing = True
        self.states = 2
        self.winner: int | None = None
        self.guessed: list[Guessed | None] = [None, None]
        self.records: list[Record | None] = [None, None]
        self.log: list[Phase] = []

    def guess(self, guess: Guess | None) -> bool:
        """Play the guess phase; return whether the guess was right.

        Raises:
            IllegalMove: the guess is not legal; nothing has changed.
        """
        if not self.guessing or self.winner is not None:
            raise IllegalMove(6, None, "It is not the time to guess.")
        side, board = self.side, self.board
        right = guess is not None and board.guess(check_guess(board, side, guess), guess.kind)
        guessed = self.guessed[side] = Guessed(guess, right)
        self.log.append(Phase(side, guessed, tuple(board.hp)))
        self.guessing = False
        self.states += 1
        if right:
            self.winner = board.winner(side)
        return right

    def act(self, move: Move) -> Record:
        """Play the act phase.

        Raises:
            IllegalMove: the move is not legal; nothing has changed.
        """
        if self.guessing or self.winner is not None:
            raise IllegalMove(6, None, "It is not the time to move.")
        side, board = self.side, self.board
        check_move(board, side, move)
        record = self.records[side] = apply(board, side, move)
        self.log.append(Phase(side, record, tuple(board.hp)))
        self.states += 1
        self.winner = board.winner(side) if self.states < LAST_STATE else self._decided()
        self.guessing = True
        self.side = 1 - side
        return record

    def forfeit(self, side: int) -> None:
        """End the game: a side has made no legal move, the other has won."""
        self.winner = 1 - side

    def damage(self, side: int) -> int:
        """Return the HP that the other side has lost, whatever has cost them."""
        first = (1 - side) << 2
        return 4 * HP - sum(self.board.hp[first : first + 4])

    def takedowns(self, side: int) -> int:
        """Return how many fish of the other side are dead."""
        return 4 - len(self.board.living(1 - side))

    def _decided(self) -> int:
        """Decide a round of the last state: living fish, HP in all, the most HP of one; else side 1 wins."""
        hp = self.board.hp
        first, second = ((sum(map(bool, own)), sum(own), max(own)) for own in (hp[:4], hp[4:]))
        return 0 if first > second else 1


def check_pick(pick: Sequence[int]) -> None:
    """See that a pick is one fish of each kind.

    Raises:
        IllegalMove: it is not.
    """
    if len(pick) != len(KINDS):
        raise IllegalMove(10, None, f"A side has {len(KINDS)} fish; got {len(pick)}.")
    if any(not 1 <= kind <= len(KINDS) for kind in pick):
        raise IllegalMove(7, None, f"Kinds are 1 to {len(KINDS)}; got {list(pick)}.")
    if len(set(pick)) != len(pick):
        raise IllegalMove(8, None, f"Each kind is picked once; got {list(pick)}.")

"""What one side is told of a game: all of its own fish, and of the enemy's what hits, hints and right guesses show.

The original's client writes what it is told into arrays of fixed length and never clears them, so that entries of
earlier moves linger on. Prompts and baselines of the originals are made from these arrays, so they are kept here
(:class:`Stale`); who wants to know what really happened reads :attr:`Sight.mine` and :attr:`Sight.theirs`.
"""

from __future__ import annotations

from agentgym.environments.card_game.world.board import INFIGHTING, KINDS, Board, Record
from agentgym.environments.card_game.world.game import Game, Guessed

_TARGETS = 12
_PASSIVES = 24


class Stale:
    """The original client's copy of one side's last move.

    Attributes:
        fish: position of the fish that made it, -1 before the first move.
        type: as in :class:`~.board.Record`.
        value: nominal damage of the last move that was aimed at an enemy, 0 before.
        targets: positions that moves were aimed at, written over from the start and never cleared.
    """

    def __init__(self) -> None:
        self.fish = -1
        self.type = ""
        self.value = 0
        self.targets = [0] * _TARGETS

    def read(self, record: Record) -> None:
        """Take a new move in; an infight leaves value and targets as they are."""
        self.fish, self.type = record.fish, record.type
        if record.type != INFIGHTING:
            self.value = record.value
            for i, target in enumerate(record.targets):
                self.targets[i] = target & 3


class Sight:
    """What one side is told.

    Args:
        game: the game.
        side: the side, 0 or 1.

    Attributes:
        stale: the original client's copies of this side's and of the enemy's last move.
        passives: its copy of the enemy's passive abilities in this side's last move: (position, type) of the newest
            first, then what is left of earlier ones; unused entries are the counter of position 0.
        named: positions that this side has guessed at, right or wrong.
    """

    def __init__(self, game: Game, side: int) -> None:
        self.game = game
        self.side = side
        self.stale = (Stale(), Stale())
        self.passives = [(0, "counter")] * _PASSIVES
        self.named: set[int] = set()

    @property
    def mine(self) -> Record | None:
        """This side's last move."""
        return self.game.records[self.side]

    @property
    def theirs(self) -> Record | None:
        """The enemy's last move."""
        return self.game.records[1 - self.side]

    @property
    def my_guess(self) -> Guessed | None:
        """This side's last guess."""
        return self.game.guessed[self.side]

    @property
    def their_guess(self) -> Guessed | None:
        """The enemy's last guess."""
        return self.game.guessed[1 - self.side]

    def read(self) -> None:
        """Take in what is told at the beginning of this side's turn: the two last moves. Twice is as once."""
        for stale, record in zip(self.stale, (self.mine, self.theirs), strict=True):
            if record is not None:
                stale.read(record)
        for i, passive in enumerate(self.mine.passives if self.mine is not None else ()):
            self.passives[i] = (passive.source, passive.type)

    def own(self) -> list[int]:
        """Return the positions of this side's living fish."""
        return [fish & 3 for fish in self.game.board.living(self.side)]

    def enemies(self) -> list[int]:
        """Return the positions of the enemy's living fish."""
        return [fish & 3 for fish in self.game.board.living(1 - self.side)]

    def hidden(self) -> list[int]:
        """Return the positions of the enemy's living fish whose kinds are not known."""
        return [position for position in self.enemies() if not self.known(position)]

    def known(self, position: int) -> int:
        """Return the kind of the enemy's fish at a position if it is exposed, else 0."""
        board, fish = self.game.board, (1 - self.side) << 2 | position
        return board.kinds[fish] if board.exposed[fish] else 0

    def kinds_left(self) -> list[int]:
        """Return the kinds that no exposed fish of the enemy is of."""
        seen = {self.known(position) for position in range(4)}
        return [kind for kind in range(1, len(KINDS) + 1) if kind not in seen]

    def hp(self, position: int) -> int:
        """Return the HP of the enemy's fish at a position."""
        return self.game.board.hp[(1 - self.side) << 2 | position]

    def own_hp(self, position: int) -> int:
        """Return the HP of this side's fish at a position."""
        return self.game.board.hp[self.side << 2 | position]

    def attack(self, position: int) -> int:
        """Return the attack power of this side's fish at a position."""
        return self.game.board.attack[self.side << 2 | position]

    def kind(self, position: int) -> int:
        """Return the kind of this side's fish at a position."""
        return self.game.board.kinds[self.side << 2 | position]

    def exposed(self, position: int) -> bool:
        """Whether the enemy knows the kind of this side's fish at a position."""
        return self.game.board.exposed[self.side << 2 | position]

    def whole_board(self) -> Board:
        """Return the board, hidden kinds included: for those who are allowed to look."""
        return self.game.board

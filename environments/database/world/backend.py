"""What every backend does: begin an episode on fresh tables, run statements of a model, be read for scoring."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import msgspec

from agentgym.environments.database.world.content import Database, Table
from agentgym.environments.database.world.hashing import state_hash, table_hash
from agentgym.environments.database.world.limits import Limits

Row = Sequence[Any]
ROWS = 200_000
"""Rows that are read at most where a whole result is compared."""
_COMPARED = 50_000_000  # characters


class Reply(msgspec.Struct, frozen=True):
    """What the agent is told about its statement.

    Attributes:
        text: its rows, or an error.
        failed: it did not run.
        unsupported: the embedded database does not do it, and a server may.
        internal: it did not because of an error of its own, which no word of its language foresees.
    """

    text: str
    failed: bool = False
    unsupported: bool = False
    internal: bool = False


class StatementError(Exception):
    """A statement that did not run; the message is the server's."""


class Unsupported(StatementError):
    """A statement that a server may well run and the embedded database does not; nothing was done."""


class InternalError(Unsupported):
    """A statement on which the embedded database itself failed: a fault of ours, and a refusal to the agent."""


class Backend(ABC):
    """One server slot, used by one environment, one episode after the other."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    @abstractmethod
    def begin(self, database: Database, seed: int) -> None:
        """Make the tables of an episode; nothing of the one before is left.

        Args:
            database: what it holds.
            seed: for random functions of the server, where they can be seeded.

        Raises:
            DataError: the tables cannot be made.
            EnvironmentFailure: the server failed.
        """

    @abstractmethod
    def query(self, statement: str, *, most: int) -> list[Row]:
        """Run a statement of the model, guarded; return rows until their text is ``most`` characters long.

        Raises:
            StatementError: it did not run.
            EnvironmentFailure: the server failed.
        """

    @abstractmethod
    def read(self, table: Table) -> list[Row]:
        """Return all rows of a table, its columns in order; unguarded, for scoring.

        Raises:
            StatementError: the table or a column is gone.
        """

    @abstractmethod
    def close(self) -> None:
        """Give up the connection, and what was started for it. May be called again."""

    def spoken(self, statement: str) -> str:
        """Return a gold statement, which is MySQL's, in the words of this server."""
        return statement

    def run(self, statement: str) -> Reply:
        """Run a statement of the model and say what it gave, as AgentBench shows it: ``str`` of a list of rows."""
        if len(statement) > self.limits.statement:
            return Reply(f"1153 (08S01): Got a packet bigger than {self.limits.statement} characters", True)
        try:
            rows = self.query(statement, most=self.limits.shown)
        except StatementError as error:
            gap, internal = isinstance(error, Unsupported), isinstance(error, InternalError)
            return Reply(cut(str(error), self.limits), True, gap, internal)
        return Reply(cut(str([tuple(r) for r in rows]), self.limits))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement of the model and return its rows.

        Raises:
            StatementError: it did not run.
        """
        return [tuple(r) for r in self.query(statement, most=_COMPARED)]

    def table_hash(self, table: Table) -> str:
        """Return AgentBench's hash of a table; an error's text where it cannot be read, which equals no hash."""
        try:
            return table_hash(self.read(table))
        except StatementError as error:
            return str(error)

    def state_hash(self, database: Database) -> str:
        """Return the digest of all tables; empty where one of them cannot be read."""
        try:
            return state_hash((t.name, self.read(t)) for t in database.tables)
        except StatementError:
            return ""


def cut(text: str, limits: Limits) -> str:
    """Cut a result as AgentBench does."""
    return text if len(text) <= limits.shown else text[: limits.shown] + limits.cut


def take(rows: Any, most: int) -> list[Row]:
    """Fetch rows until their text is longer than ``most``: what comes after is not shown anyway."""
    taken: list[Row] = []
    size = 0
    for row in rows:
        taken.append(row)
        size += len(str(tuple(row))) + 2
        if size > most or len(taken) >= ROWS:
            break
    return taken

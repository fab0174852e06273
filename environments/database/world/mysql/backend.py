"""The embedded backend: MySQL's language on tables in memory, a copy of them at each episode."""

from __future__ import annotations

import random
from collections import OrderedDict
from typing import Any

from agentgym.environments.database.world.backend import (
    Backend,
    InternalError,
    Row,
    StatementError,
    Unsupported,
    take,
)
from agentgym.environments.database.world.content import Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql import tables
from agentgym.environments.database.world.mysql.database import MySQL
from agentgym.environments.database.world.mysql.errors import unsupported
from agentgym.environments.database.world.mysql.scope import Clock, Late
from agentgym.errors import DataError, EnvironmentFailure, OptionError

_TEMPLATES = 32
_ROWS_OF_A_MEGABYTE = 10_000


class EmbeddedBackend(Backend):
    """A database in this process.

    Args:
        limits: what a statement may take.
    """

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        # By identity, with a reference that keeps it.
        self._templates: OrderedDict[int, tuple[Database, dict[str, tables.Table]]] = OrderedDict()
        self._database: MySQL | None = None
        self.left_open = False
        """Whether the last statement's rows depended on an order that SQL leaves open."""
        self._rng = random.Random(0)

    def begin(self, database: Database, seed: int) -> None:
        """Take the tables of a template; rows never change, so they are shared."""
        if database.file:
            raise OptionError("A file of SQLite is played with its own dialect.")
        known, made = self._templates.get(id(database), (None, {}))
        if known is not database:
            try:
                made = {t.name: _table(t) for t in database.tables}
            except (StatementError, ValueError, TypeError) as error:
                raise DataError(f"The database {database.name!r} cannot be made: {error}") from None
            self._templates[id(database)] = (database, made)
            if len(self._templates) > _TEMPLATES:
                self._templates.popitem(last=False)
        self._rng = random.Random(seed)
        self._database = MySQL(dict(made), self._rng.random)

    def query(self, statement: str, *, most: int) -> list[Row]:
        """Run a statement under its limits; nothing of what goes wrong leaves, and nothing is changed then."""
        if self._database is None:
            raise EnvironmentFailure("The database of this episode is closed.")
        if "\0" in statement:
            raise unsupported("the character of code 0")
        if not statement.isascii() and any("\ud800" <= letter <= "\udfff" for letter in statement):
            raise StatementError("1300 (HY000): Invalid utf8mb4 character string")
        clock = Clock(self.limits.seconds, self.limits.megabytes * _ROWS_OF_A_MEGABYTE)
        before = dict(self._database.tables)
        try:
            rows = take(iter(self._database.run(statement, clock)), most)
            self.left_open = clock.left_open
            self._check_size(before)
            return rows
        except Late:
            # Counted, as a server with its indexes may well manage.
            raise Unsupported(
                f"1969 (70100): Query execution was interrupted (max_statement_time exceeded: {self.limits.seconds:g} s)"
            ) from None
        except Unsupported:
            self._database.tables = before
            raise
        except StatementError:
            raise
        except (RecursionError, MemoryError):
            self._database.tables = before
            raise unsupported("statements of that size") from None
        except (
            ArithmeticError,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
            OverflowError,
        ) as error:
            # A fault of ours and not the agent's doing: said, counted apart, and nothing is done.
            self._database.tables = before
            raise InternalError(
                f"1105 (HY000): The embedded database failed on this statement ({type(error).__name__}), through no fault "
                "of the statement; nothing was done"
            ) from error

    def _check_size(self, before: dict[str, tables.Table]) -> None:
        """Take a change back that makes the database larger than it may be."""
        assert self._database is not None
        now = self._database.tables
        if all(before.get(name) is table for name, table in now.items()):
            return
        cells = (x for table in now.values() for row in table.rows for x in row)
        if sum(len(x) + 50 if isinstance(x, str) else 50 for x in cells) > self.limits.megabytes << 20:
            self._database.tables = before
            raise StatementError("1114 (HY000): The table is full")

    def read(self, table: Table) -> list[Row]:
        """Return the rows of a table."""
        if self._database is None:
            raise EnvironmentFailure("The database of this episode is closed.")
        names = ", ".join(f"`{c.name.replace('`', '``')}`" for c in table.columns)
        statement = f"SELECT {names} FROM `{table.name.replace('`', '``')}`"
        return list(self._database.run(statement, Clock(float("inf"), 1 << 40)))

    def close(self) -> None:
        """Forget the tables."""
        self._database = None


def _table(table: Table) -> tables.Table:
    columns: list[tuple[str, str]] = [(c.name, c.type) for c in table.columns]
    rows: Any = table.rows
    return tables.from_content(table.name, columns, rows, table.key)

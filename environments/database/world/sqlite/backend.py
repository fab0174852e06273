"""SQLite with its own language: files of databases that are only read (BIRD), and tables in memory."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import exc
from sqlalchemy.pool import NullPool

from agentgym.environments.database.world import schema
from agentgym.environments.database.world.backend import Backend, Row, StatementError, take
from agentgym.environments.database.world.content import Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.environments.database.world.sqlite import functions
from agentgym.environments.database.world.sqlite.guard import Guard
from agentgym.errors import DataError, EnvironmentFailure, OptionError

_TEMPLATES = 32
DIALECTS = ("mysql", "sqlite")


class SQLiteBackend(Backend):
    """SQLite through SQLAlchemy.

    Args:
        limits: what a statement may take.
        dialect: what the model writes: ``sqlite``; with ``mysql`` the embedded MySQL is made in its place.
    """

    def __new__(cls, limits: Limits, *, dialect: str = "mysql") -> Any:
        """Make the embedded backend that speaks the dialect.

        Raises:
            OptionError: another dialect.
        """
        if dialect not in DIALECTS:
            raise OptionError(f"The embedded dialect is one of {', '.join(DIALECTS)}; got {dialect!r}.")
        return super().__new__(cls) if dialect == "sqlite" else EmbeddedBackend(limits)

    def __init__(self, limits: Limits, *, dialect: str = "sqlite") -> None:
        super().__init__(limits)
        # By identity, with a reference that keeps it; the image is made when a database is used a second time.
        self._templates: OrderedDict[int, tuple[Database, bytes]] = OrderedDict()
        self._rng = random.Random(0)
        self._source: Database | None = None
        self._connection: sqlalchemy.Connection | None = None
        self._guard: Guard | None = None
        # A connection of its own for each episode: settings, temporary tables and counters end with it.
        self._engine = sqlalchemy.create_engine(
            "sqlite://", creator=self._connect, poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )

    def begin(self, database: Database, seed: int) -> None:
        """Copy the template into a new connection, or open the file of a read-only database."""
        self._release()
        self._rng = random.Random(seed)
        self._source = database
        try:
            self._connection = self._engine.connect()
            raw = self._raw()
            functions.install_collation(raw)
            # Only now, after SQLAlchemy has added its own: its regexp cannot be interrupted.
            functions.install_safe(raw, self._rng)
            if not database.file:
                self._fill(raw, database)
            self._guard = Guard(raw, self.limits, read_only=bool(database.file))
        except (sqlite3.Error, exc.SQLAlchemyError) as error:
            self._release()
            raise DataError(f"The database {database.name!r} cannot be made: {error}") from None

    def query(self, statement: str, *, most: int) -> list[Row]:
        """Run a statement under the guard."""
        return self._guarded(statement, most)

    def read(self, table: Table) -> list[Row]:
        """Return the rows of a table."""
        try:
            return list(self._trusted(schema.selection(table, "sqlite")))
        except sqlite3.Error as error:
            raise StatementError(_own_message(error)) from None

    def close(self) -> None:
        """Close the connection."""
        self._release()
        self._engine.dispose()

    # ---- internals ------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        source = self._source
        if source is not None and source.file:
            where, uri = Path(source.file).absolute().as_uri() + "?mode=ro&immutable=1", True
        else:
            where, uri = ":memory:", False
        # No cache of statements: one that we ran unguarded must be checked when a model sends it.
        return sqlite3.connect(
            where, uri=uri, check_same_thread=False, isolation_level=None, cached_statements=0, timeout=5
        )

    def _fill(self, raw: sqlite3.Connection, database: Database) -> None:
        known, image = self._templates.get(id(database), (None, b""))
        if image and known is database:
            self._templates.move_to_end(id(database))
            raw.deserialize(image)
        else:
            _build(raw, database)
            self._templates[id(database)] = (database, raw.serialize() if known is database else b"")
            if len(self._templates) > _TEMPLATES:
                self._templates.popitem(last=False)
        raw.execute(f"PRAGMA max_page_count = {self.limits.megabytes * 256}")  # of 4 KiB
        raw.execute("PRAGMA cache_size = -8192")

    def _guarded(self, sql: str, most: int) -> list[Row]:
        connection, guard = self._open()
        try:
            with guard, _result(connection, sql) as result:
                rows = take(result, most) if result.returns_rows else []
        except exc.SQLAlchemyError as error:
            if guard.interrupted:
                raise StatementError(
                    f"3024 (HY000): Query execution was interrupted, it took more than {self.limits.seconds:g} s"
                ) from None
            raise StatementError(_own_message(error)) from None
        except UnicodeError:
            raise StatementError("1300 (HY000): Invalid utf8mb4 character string") from None
        except (MemoryError, OverflowError) as error:
            raise StatementError(f"1041 (HY000): Out of resources: {error or type(error).__name__}") from None
        finally:
            # As AgentBench does: every statement is committed.
            if self._raw().in_transaction:
                self._raw().commit()
        return rows

    def _trusted(self, sql: str) -> list[tuple[Any, ...]]:
        self._open()
        return self._raw().execute(sql).fetchall()

    def _open(self) -> tuple[sqlalchemy.Connection, Guard]:
        if self._connection is None or self._guard is None:
            raise EnvironmentFailure("The database of this episode is closed.")
        return self._connection, self._guard

    def _raw(self) -> sqlite3.Connection:
        assert self._connection is not None
        raw = self._connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw

    def _release(self) -> None:
        connection, self._connection, self._guard = self._connection, None, None
        if connection is not None:
            connection.close()


@contextlib.contextmanager
def _result(connection: sqlalchemy.Connection, sql: str) -> Iterator[Any]:
    # Without parameters a percent sign is a percent sign.
    result = connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
    try:
        yield result
    finally:
        result.close()


def _build(raw: sqlite3.Connection, database: Database) -> None:
    raw.execute("BEGIN")
    for table in database.tables:
        raw.execute(schema.definition(table, "sqlite"))
        if table.rows:
            marks = ", ".join("?" * len(table.columns))
            raw.executemany(f"INSERT INTO {schema.quoted(table.name, 'sqlite')} VALUES ({marks})", table.rows)
    raw.execute("COMMIT")


def _own_message(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).split("\n")[0]

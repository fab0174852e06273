"""The embedded backend: a database in memory, a copy of a template at each episode."""

from __future__ import annotations

import contextlib
import random
import re
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
from agentgym.environments.database.world.sqlite import catalogue, functions
from agentgym.environments.database.world.sqlite.dialect import NotTranslated
from agentgym.environments.database.world.sqlite.guard import Guard
from agentgym.environments.database.world.sqlite.translate import translate
from agentgym.errors import DataError, EnvironmentFailure, OptionError

_TEMPLATES = 32
_WORDS = re.compile("[a-z_0-9]+")
DIALECTS = ("mysql", "sqlite")


class SQLiteBackend(Backend):
    """SQLite through SQLAlchemy.

    Args:
        limits: what a statement may take.
        dialect: what the model writes: ``mysql`` (translated) or ``sqlite`` (as it is).
        folder: keep each episode's database in a file here, removed at its end; in memory if ``None``.
    """

    def __init__(self, limits: Limits, *, dialect: str = "mysql", folder: Path | None = None) -> None:
        super().__init__(limits)
        if dialect not in DIALECTS:
            raise OptionError(f"The dialect on SQLite is one of {', '.join(DIALECTS)}; got {dialect!r}.")
        self.dialect = dialect
        self.folder = folder
        # By identity, with a reference that keeps it; the image is made when a database is used a second time.
        self._templates: OrderedDict[int, tuple[Database, bytes]] = OrderedDict()
        self._equipped = False
        self._rng = random.Random(0)
        self._source: Database | None = None
        self._connection: sqlalchemy.Connection | None = None
        self._guard: Guard | None = None
        self._file: Path | None = None
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
            self._equipped = self.dialect == "sqlite"
            if self._equipped:
                functions.install_safe(raw, self._rng)
            if not database.file:
                self._fill(raw, database)
            self._guard = Guard(raw, self.limits, read_only=bool(database.file))
        except (sqlite3.Error, exc.SQLAlchemyError) as error:
            self._release()
            raise DataError(f"The database {database.name!r} cannot be made: {error}") from None

    def query(self, statement: str, *, most: int) -> list[Row]:
        """Translate a statement and run it under the guard."""
        if self.dialect == "sqlite":
            return self._guarded(statement, most)
        try:
            translated = translate(statement)
            self._equip(translated.sql)
            if translated.tree is not None and translated.about:
                return list(catalogue.answer(translated.tree, self._trusted))
        except NotTranslated as error:
            raise StatementError(str(error)) from None
        return self._guarded(translated.sql, most) if translated.sql else []

    def read(self, table: Table) -> list[Row]:
        """Return the rows of a table."""
        try:
            return list(self._trusted(schema.selection(table, "sqlite")))
        except sqlite3.Error as error:
            raise StatementError(self._message(error)) from None

    def close(self) -> None:
        """Close the connection."""
        self._release()
        self._engine.dispose()

    # ---- internals ------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        source = self._source
        if source is not None and source.file:
            where, uri = Path(source.file).absolute().as_uri() + "?mode=ro&immutable=1", True
        elif self.folder is not None:
            import uuid

            self._file = self.folder / f"agentgym-{uuid.uuid4().hex}.sqlite"
            where, uri = str(self._file), False
        else:
            where, uri = ":memory:", False
        # No cache of statements: one that we ran unguarded must be checked when a model sends it.
        return sqlite3.connect(
            where, uri=uri, check_same_thread=False, isolation_level=None, cached_statements=0, timeout=5
        )

    def _fill(self, raw: sqlite3.Connection, database: Database) -> None:
        known, image = self._templates.get(id(database), (None, b""))
        if image and known is database and self.folder is None:
            self._templates.move_to_end(id(database))
            raw.deserialize(image)
        else:
            _build(raw, database)
            self._templates[id(database)] = (database, raw.serialize() if known is database else b"")
            if len(self._templates) > _TEMPLATES:
                self._templates.popitem(last=False)
        raw.execute(f"PRAGMA max_page_count = {self.limits.megabytes * 256}")  # of 4 KiB
        raw.execute("PRAGMA cache_size = -8192")

    def _equip(self, sql: str) -> None:
        """Add our functions when a statement may name one: most name none."""
        if not self._equipped and not functions.names().isdisjoint(_WORDS.findall(sql.lower())):
            functions.install(self._raw(), self._rng)
            self._equipped = True

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
            raise StatementError(self._message(error)) from None
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

    def _message(self, error: Exception) -> str:
        """Return an error in the words of the server that the model believes to talk to."""
        return server_message(error) if self.dialect == "mysql" else _own_message(error)

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
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None


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


_MESSAGES = (
    (r"no such column: (.+)", "1054 (42S22): Unknown column '{0}' in 'field list'"),
    (r"no such table: (?:main\.)?(.+)", "1146 (42S02): Table 'task.{0}' doesn't exist"),
    (r"table (.+) has no column named (.+)", "1054 (42S22): Unknown column '{1}' in 'field list'"),
    (r"ambiguous column name: (.+)", "1052 (23000): Column '{0}' in field list is ambiguous"),
    (r"no such function: (.+)", "1305 (42000): FUNCTION {0} does not exist"),
    (r"table (.+) already exists", "1050 (42S01): Table '{0}' already exists"),
    (r"UNIQUE constraint failed: (.+)", "1062 (23000): Duplicate entry for key '{0}'"),
    (r"NOT NULL constraint failed: (.+)", "1048 (23000): Column '{0}' cannot be null"),
    (
        r"table .+ has \d+ columns but \d+ values were supplied|\d+ values for \d+ columns",
        "1136 (21S01): Column count doesn't match value count",
    ),
    (r"near \"(.*)\": syntax error", "1064 (42000): You have an error in your SQL syntax near '{0}'"),
    (r"not authorized.*|access to .+ is prohibited", "1142 (42000): Command denied to this account"),
    (r"database or disk is full", "1114 (HY000): The table is full"),
    (r"string or blob too big", "1153 (08S01): Got a packet bigger than 'max_allowed_packet' bytes"),
    (r"user-defined function raised exception", "1301 (HY000): A result was too long, or a pattern took too long"),
    (r"Incorrect number of bindings.*", "1235 (42000): Parameters and user variables are not supported"),
    (r"misuse of aggregate.*", "1111 (HY000): Invalid use of group function"),
)  # fmt: skip


def server_message(error: Exception) -> str:
    """Return an error of SQLite in MySQL's words where there are such, else SQLite's."""
    text = _own_message(error)
    for pattern, message in _MESSAGES:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return message.format(*found.groups())
    return f"1105 (HY000): {text}"


def _own_message(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).split("\n")[0]

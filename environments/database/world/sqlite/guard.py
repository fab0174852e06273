"""What a model's statement may do on an SQLite connection: an authorizer, limits and a deadline.

Beside it stand two further walls: the translator takes no other kinds of statements, and the database is in
memory or a file opened read-only.
"""

from __future__ import annotations

import sqlite3
import time

from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite import functions
from agentgym.environments.database.world.sqlite.text import LONGEST

_OPERATIONS_PER_CHECK = 1000  # few, since one operation may move a text of a quarter megabyte
_SQLITE_RECURSIVE = 33  # the module has no name for it

_READING = frozenset({sqlite3.SQLITE_SELECT, _SQLITE_RECURSIVE})
_WRITING = frozenset(
    {
        sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_INDEX, sqlite3.SQLITE_CREATE_TEMP_INDEX, sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_TEMP_VIEW, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_TEMP_TABLE,
        sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_DROP_TEMP_INDEX, sqlite3.SQLITE_DROP_VIEW,
        sqlite3.SQLITE_DROP_TEMP_VIEW, sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_REINDEX,
    }
)  # fmt: skip
_PRAGMAS = frozenset(
    {"table_info", "table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info"}
)
_SCHEMA = frozenset(
    {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_sequence"}
)
# Of SQLite's functions those that compute; none that reads files, loads code, or tells of the machine.
_BUILTIN = frozenset(
    """abs avg cast ceil ceiling char char_length coalesce count cume_dist current_date current_time
    current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat hex ifnull iif
    instr json json_array json_array_length json_extract json_object json_type json_valid julianday lag last_value
    lead length ln log log10 log2 lower ltrim max min mod nth_value ntile nullif percent_rank pi pow
    power printf quote radians random rank replace round row_number rtrim sign sin cos tan sqrt strftime substr
    substring sum time total trim trunc typeof unicode unixepoch unlikely likely likelihood upper zeroblob asin acos
    atan atan2 -> ->> sqlite_rename_table sqlite_rename_column sqlite_rename_test sqlite_rename_quotefix
    sqlite_drop_column sqlite_fail""".split()
)
_ALLOWED_FUNCTIONS = _BUILTIN | {name for name, _, _ in functions.PURE}


class Guard:
    """The guard of one connection; inactive while the environment itself uses it.

    Args:
        connection: what to guard.
        limits: time and size.
        read_only: refuse every change.
    """

    def __init__(self, connection: sqlite3.Connection, limits: Limits, *, read_only: bool = False) -> None:
        self._connection = connection
        self._allowed = _READING if read_only else _READING | _WRITING
        self._deadline = float("inf")
        self._seconds = limits.seconds
        self.interrupted = False
        for category, limit in _CONNECTION_LIMITS.items():
            connection.setlimit(category, limit)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 4 * limits.statement)
        connection.set_progress_handler(self._too_late, _OPERATIONS_PER_CHECK)

    def __enter__(self) -> Guard:
        # Setting the authorizer makes prepared statements be checked anew.
        self._connection.set_authorizer(self._authorize)
        self.interrupted = False
        self._deadline = time.monotonic() + self._seconds
        return self

    def __exit__(self, *error: object) -> None:
        self._deadline = float("inf")
        self._connection.set_authorizer(None)

    def _too_late(self) -> bool:
        late = time.monotonic() > self._deadline
        self.interrupted = self.interrupted or late
        return late

    def _authorize(
        self, action: int, first: str | None, second: str | None, database: str | None, inner: str | None
    ) -> int:
        if action == sqlite3.SQLITE_READ:
            hidden = (first or "").lower().startswith(("sqlite_", "dbstat")) and (
                first or ""
            ).lower() not in _SCHEMA
            return sqlite3.SQLITE_DENY if hidden else sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            known = (second or "").lower() in _ALLOWED_FUNCTIONS
            return sqlite3.SQLITE_OK if known else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA:
            return sqlite3.SQLITE_OK if (first or "").lower() in _PRAGMAS else sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK if action in self._allowed else sqlite3.SQLITE_DENY


_CONNECTION_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST,
    sqlite3.SQLITE_LIMIT_COLUMN: 400,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 200,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 1_000_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

"""One statement on both databases: which class it is in."""

from __future__ import annotations

import math
import re
from typing import Any

from agentgym.benchmarks.database_exactness import order
from agentgym.environments.database.world.backend import Backend, InternalError, StatementError, Unsupported
from agentgym.environments.database.world.backends import start
from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend

CLASSES = ("equal", "same error", "other error", "left open", "refused", "internal", "different", "crash")
BAD = ("internal", "different", "crash")
_CHANGES = re.compile(
    r"\s*(?:/\*.*?\*/\s*)*\(*\s*(?:SELECT|SHOW|DESC|DESCRIBE|EXPLAIN|WITH|VALUES)\b", re.I | re.S
)
_MOVING = re.compile(
    r"\b(NOW|CUR(RENT_)?(DATE|TIME)\w*|SYSDATE|RAND|UUID\w*|LOCALTIME\w*|UTC_\w+|UNIX_TIMESTAMP|CONNECTION_ID|VERSION|USER"
    r"|CURRENT_\w+|SLEEP|BENCHMARK|GET_LOCK|LAST_INSERT_ID|ROW_COUNT|SESSION_USER|SYSTEM_USER)\b", re.I,
)  # fmt: skip
_LIMIT = re.compile(r"\blimit\b", re.I)


class Pair:
    """The embedded database and a server, side by side."""

    def __init__(self, server: str) -> None:
        limits = Limits(seconds=10)
        self.ours = EmbeddedBackend(limits)
        self.server: Backend = start(server, limits)
        self.database: Database | None = None
        self.fresh = False

    def begin(self, database: Database) -> None:
        """Make the tables on both, where they may have changed."""
        if self.database is not database or not self.fresh:
            self.ours.begin(database, 0)
            self.server.begin(database, 0)
            self.database, self.fresh = database, True

    def compare(self, statement: str) -> tuple[str, str]:
        """Return the class of a statement, and what was seen."""
        assert self.database is not None
        reads = _CHANGES.match(statement) is not None
        try:
            mine = _answer(self.ours, statement)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self.fresh = False
            return "crash", f"{type(error).__name__}: {error}"
        if isinstance(mine, InternalError):
            return "internal", str(mine)
        if isinstance(mine, Unsupported):
            return "refused", str(mine)
        theirs = _answer(self.server, statement)
        if not reads:
            self.fresh = False
        if _late(theirs):
            return "left open", "the server took too long"
        if isinstance(mine, StatementError) and isinstance(theirs, StatementError):
            alike = _number(mine) == _number(theirs)
            return ("same error" if alike else "other error"), f"ours {mine!s:.150} | server {theirs!s:.150}"
        if isinstance(mine, StatementError) or isinstance(theirs, StatementError):
            return "different", f"ours {mine!s:.150} | server {theirs!s:.150}"
        if _MOVING.search(statement):
            return "left open", "moving"
        if not same(mine, theirs, ordered=False):
            if self.ours.left_open and len(mine) == len(theirs):
                return "left open", "the order of a window"
            if _LIMIT.search(statement) and len(mine) == len(theirs) and self._open(statement):
                return "left open", ""
            return "different", f"ours {mine!s:.200} | server {theirs!s:.200}"
        if order.is_ordered(statement) and not same(mine, theirs, ordered=True):
            agreed = self._in_order(statement)
            if agreed is None:
                return "left open", "the order could not be looked at"
            if not agreed:
                return "different", f"order: ours {mine!s:.200} | server {theirs!s:.200}"
        if not reads:
            seen = self._state(self.ours), self._state(self.server)
            if not same_states(*seen):
                return "different", f"tables: ours {seen[0]!s:.300} | server {seen[1]!s:.300}"
        return "equal", ""

    def _open(self, statement: str) -> bool:
        """Whether SQL leaves open which rows LIMIT takes: the same without it, and the same keys with it."""
        whole = re.sub(r"\blimit\s+\d+(\s*(,|offset)\s*\d+)?", "", statement, flags=re.I)
        mine, theirs = _answer(self.ours, whole), _answer(self.server, whole)
        if _late(theirs):
            return True  # Nobody can tell.
        if not (isinstance(mine, list) and same(mine, theirs, ordered=False)):
            return False
        return not order.is_ordered(statement) or self._in_order(statement) is not False

    def _in_order(self, statement: str) -> bool | None:
        """Whether both give the same sequence of keys; ``None`` where the keys cannot be shown."""
        shown = order.keyed(statement)
        if shown is None:
            return None
        mine, theirs = _answer(self.ours, shown.text), _answer(self.server, shown.text)
        if not isinstance(mine, list) or not isinstance(theirs, list):
            return None
        return shown.of(mine) == shown.of(theirs)

    def _state(self, server: Backend) -> dict[str, Any]:
        names = _answer(server, "SHOW TABLES")
        assert isinstance(names, list)
        return {
            n: (_answer(server, f"SELECT * FROM `{n}`"), _answer(server, f"DESCRIBE `{n}`")) for (n,) in names
        }


def _answer(server: Backend, statement: str) -> Any:
    try:
        return server.rows(statement)
    except StatementError as error:
        return error


def _late(answer: Any) -> bool:
    """Whether the server took too long."""
    return isinstance(answer, StatementError) and _number(answer) == "1969"


def _number(error: StatementError) -> str:
    return str(error).split(" ")[0]


def same(a: list[Any], b: list[Any], *, ordered: bool) -> bool:
    """Whether two results are the same; doubles to 12 digits."""
    if len(a) != len(b):
        return False
    first, second = (x if ordered else sorted(x, key=repr) for x in (a, b))
    if all(map(_same_row, first, second)):
        return True
    if ordered:
        return False
    # Doubles that differ in the last digit may be sorted otherwise.
    rest = list(second)
    for row in first:
        found = next((i for i, other in enumerate(rest) if _same_row(row, other)), None)
        if found is None:
            return False
        del rest[found]
    return True


def _same_row(a: Any, b: Any) -> bool:
    return len(a) == len(b) and all(map(_same_value, a, b))


def _same_value(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
    return type(a) is type(b) and a == b


def same_states(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two databases hold the same tables; what one of them cannot describe is not compared."""
    if a.keys() != b.keys():
        return False
    for name, (rows, columns) in a.items():
        other_rows, other_columns = b[name]
        if isinstance(rows, Unsupported):
            continue
        if isinstance(rows, StatementError) or isinstance(other_rows, StatementError):
            return False
        if not same(rows, other_rows, ordered=False):
            return False
        if not isinstance(columns, StatementError) and columns != other_columns:
            return False
    return True

"""A query made ready to run, and what its parts know of what makes them ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.nodes import Node, Source
from agentgym.environments.database.world.mysql.scope import Clock, Frame, Scope

Columns = tuple[tuple[str, v.Type], ...]
Rows = list[tuple[Any, ...]]
Tables = dict[str, tuple[Columns, Callable[[], Rows]]]


class Plan(NamedTuple):
    """A query that can be run in a frame of the query around it.

    Attributes:
        columns: of the result.
        rows: the rows; the same list where the query around it does not matter.
        needs: ``-1`` if it reads the query around it.
    """

    columns: Columns
    rows: Callable[[Frame], Rows]
    needs: frozenset[int]


class Planner(Protocol):
    """What makes the queries of one statement ready: the parts of a query see it as this.

    Attributes:
        clock: limits of the statement.
        named: the queries behind WITH, by name, the innermost last.
        inside: it is a query in FROM or behind WITH that is made ready: its columns are used by another.
        find: a table by database and name: its columns, and a function that gives its rows.
    """

    clock: Clock
    named: list[dict[str, Plan]]
    inside: bool
    find: Callable[[str, str], tuple[Columns, Callable[[], Rows]]]

    def plan(self, query: Any, outer: Scope | None = None) -> Plan:
        """Compile a query."""

    def derived(self, query: Any) -> Plan:
        """Compile a query in FROM or behind WITH."""

    def indexed(self, table: str) -> set[str]:
        """Return the columns of a table that are in a key, in small letters."""

    def compiler(self, scope: Scope, clause: str) -> Compiler:
        """Return what compiles expressions of a clause."""

    def check_hints(self, source: Source) -> None:
        """Check that the indexes that a table is hinted to use are there."""


def once(plan: Plan) -> Plan:
    """Run a query once where what is around it does not matter."""
    if -1 in plan.needs:
        return plan
    kept: list[Rows] = []

    def rows(frame: Frame) -> Rows:
        if not kept:
            kept.append(plan.rows(frame))
        return kept[0]

    return plan._replace(rows=rows)


def converted(row: tuple[Any, ...], converters: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with each value in the type of its column."""
    return tuple(x if c is None else c(x) for x, c in zip(row, converters, strict=True))


def distinct(rows: Rows, key: Callable[[tuple[Any, ...]], Any]) -> Rows:
    """Keep the first of rows that are the same."""
    seen: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        seen.setdefault(key(row), row)
    return list(seen.values())


def limited(rows: Rows, limit: tuple[int, int] | None) -> Rows:
    """Keep the rows of a LIMIT."""
    return rows if limit is None else rows[limit[0] : limit[0] + limit[1]]


def final(row: tuple[Any, ...], columns: Columns) -> tuple[Any, ...]:
    """Return a row as the server sends it: decimals with the digits of their type, bytes as such."""
    return tuple(x if x is None else _sent(x, kind) for x, (_, kind) in zip(row, columns, strict=True))


def _sent(value: Any, kind: v.Type) -> Any:
    if kind.kind == "dec":
        return v.rounded(value, kind.scale)
    if kind.kind == "dbl":
        return (round(value, kind.scale) if kind.scale < v.ALL_DIGITS else value) + 0.0  # no zero is negative
    if kind.raw:
        return value.encode()
    return str(value) if type(value) is v.Loose else value


def conjuncts(node: Node | None) -> list[Node]:
    """Return the conditions that must all hold."""
    if node is None:
        return []
    while node[0] == "paren":
        node = node[1]
    if node[0] == "op" and node[1] == "AND":
        return conjuncts(node[2]) + conjuncts(node[3])
    return [node]

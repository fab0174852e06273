"""Recursive queries: a part that begins, and one that is asked again about the rows that it gave last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.keys import has_aggregate, has_window, row_key
from agentgym.environments.database.world.mysql.nodes import Node, Select, Source, Union
from agentgym.environments.database.world.mysql.scope import Clock

_MOST = 1000
"""Rounds, after which the server stops without a word (``max_recursive_iterations``)."""
_RESTRICTED = "Restrictions imposed on recursive definitions are violated for table '{}'"
_WHOLE = 1 << 31
_LONGEST = 16_000
Row = tuple[Any, ...]


def mentions(node: Any, name: str) -> int:
    """Return how often a table of a name stands in a query."""
    if isinstance(node, Source) and node.kind == "table" and not node.database and node.table == name:
        return 1
    return sum(mentions(n, name) for n in node) if isinstance(node, tuple) else 0


def parts(query: Any, name: str) -> tuple[Any, Select, bool]:
    """Return the part that begins, the one that is repeated, and whether all rows are kept.

    Raises:
        Unsupported: a form that is not known to be computed as the server does.
    """
    if not isinstance(query, Union) or query.kind != "UNION" or query.order or query.limit:
        raise unsupported("a recursive query that is no plain UNION")
    again = query.right
    if mentions(query.left, name) or not isinstance(again, Select):
        raise unsupported("a recursive query of several parts that are repeated")
    if again.group or again.having or again.distinct or again.order or again.limit:
        raise unsupported("groups, an order or a limit in the part of a query that is repeated")
    if any(has_aggregate(i.node) or has_window(i.node) for i in again.items):
        raise server_error(4008, "HY000", _RESTRICTED.format(name))
    if _direct(again.source, name) != 1 or mentions(again, name) != 1:
        raise unsupported("this place of a query in itself")
    return query.left, again, query.every


def _direct(source: Source | None, name: str) -> int:
    if source is None:
        return 0
    if source.kind == "join":
        if source.join != "INNER":
            if mentions(source, name):
                raise server_error(4008, "HY000", _RESTRICTED.format(name))
            return 0
        return _direct(source.left, name) + _direct(source.right, name)
    return mentions(source, name) if source.kind == "table" else 0


def keeper(node: Node, first: v.Type, later: v.Type) -> Callable[[Any], Any]:
    """Return what a value of the repeated part becomes in a column, whose type the beginning alone decides.

    Args:
        node: the column of the beginning.
        first: its type.
        later: the type of the repeated part's.

    Raises:
        Unsupported: types for which that is not known.
    """
    while node[0] == "paren":
        node = node[1]
    if first.kind == "int" and later.kind == "int" and not (first.unsigned or later.unsigned):
        return _integer
    if first.kind == later.kind and (
        first.kind in ("date", "datetime")
        or (first.kind == "dbl" and first.scale == later.scale == v.ALL_DIGITS)
    ):
        return _same
    if first.kind == later.kind == "str":
        longest = first.length or (_LONGEST if node[0] == "col" else 0)
        if node[0] == "lit":
            longest = len(node[1])
        elif node[0] == "cast" and node[2][0] == "CHAR" and node[2][1]:
            longest = node[2][1][0]
        if longest:
            return lambda x: None if x is None else x[:longest]
    raise unsupported("a recursive query with columns of such types")


def _same(value: Any) -> Any:
    return value


def _integer(value: Any) -> Any:
    if value is not None and not -_WHOLE <= value < _WHOLE:
        raise unsupported("a recursive query over such large numbers")
    return value


def repeated(
    begin: list[Row], again: Callable[[list[Row]], list[Row]], kinds: list[v.Type], every: bool, clock: Clock
) -> list[Row]:
    """Return all rows: those of the beginning, and those of each round over the rows of the round before."""
    key = row_key(kinds)
    seen: set[Any] = set()

    def fresh(rows: list[Row]) -> list[Row]:
        if every:
            return rows
        found = []
        for row in rows:
            mark = key(row)
            if mark not in seen:
                seen.add(mark)
                found.append(row)
        return found

    last = fresh(begin)
    rows = list(last)
    for _ in range(_MOST):
        clock.tick()
        last = fresh(again(last))
        if not last:
            break
        clock.hold(len(last))
        rows += last
    return rows

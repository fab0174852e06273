"""Where the server keeps rows in a table of its own before it goes on: decimals lose the digits that are not shown.

A quotient has nine digits or more, of which its type shows four; ``AVG(100 / score)`` is computed from all of them, but
with ``GROUP BY team_id`` from the four, because the rows are kept first.
"""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.keys import has_aggregate, has_window
from agentgym.environments.database.world.mysql.nodes import Node, Select, Source, Union, With, holds
from agentgym.environments.database.world.mysql.queries.plan import Plan, Planner, Rows, conjuncts
from agentgym.environments.database.world.mysql.scope import Frame, Scope

NO, YES, MAYBE = "no", "yes", "maybe"


def grouping(select: Select, group: list[Node], scope: Scope, queries: Planner) -> str:
    """Return whether the rows of a SELECT are kept before they are grouped, as far as that can be known.

    They are not where an index already has them in order, or where all are of one group; with joins or several columns
    the server's estimates decide. DISTINCT within an aggregate, which sorts them, is looked at elsewhere.
    """
    if not group or select.rollup:
        return NO
    fixed = _fixed(select.where, scope)
    states = []
    for node in group:
        place = None if node[0] != "col" else scope.find(node[1], node[2], "group statement")
        if not holds(node, "col") or (place is not None and (place.depth, place.slot, place.column) in fixed):
            states.append("fixed")
        elif (
            place is not None
            and place.depth == 0
            and _is_key(select.source, scope, place.slot, place.column, queries)
        ):
            states.append("key")
        else:
            states.append("other")
    if set(states) == {"fixed"}:
        return NO
    if set(states) == {"other"}:
        single = any(
            d == 0 and _is_key(select.source, scope, slot, column, queries) for d, slot, column in fixed
        )
        return MAYBE if single else YES  # where a key has one value, there is one row
    alone = select.source is not None and select.source.kind == "table"
    return NO if states == ["key"] and alone else MAYBE


def _fixed(where: Node | None, scope: Scope) -> set[tuple[int, int, int]]:
    """Return the columns that a condition sets to one value."""
    found = set()
    for node in conjuncts(where):
        if node[0] != "op" or node[1] not in ("=", "<=>"):
            continue
        for side in node[2:4]:
            if side[0] == "col":
                place = scope.find(side[1], side[2], "where clause")
                found.add((place.depth, place.slot, place.column))
    return found


def _is_key(source: Source | None, scope: Scope, slot: int, column: int, queries: Planner) -> bool:
    """Whether a column is part of a key of its table."""
    relation = scope.relations[slot]
    table = _named(source, relation.alias)
    return table is not None and relation.columns[column][0].lower() in queries.indexed(table)


def _named(source: Source | None, alias: str) -> str | None:
    """Return the table that stands under a name; nothing if a query does."""
    if source is None:
        return None
    if source.kind == "join":
        return _named(source.left, alias) or _named(source.right, alias)
    return source.table if source.kind == "table" and source.alias == alias else None


def kept(query: Any, plan: Plan) -> Plan:
    """Return a query in FROM as the server has it: where it cannot be merged into the one around it, its rows are kept."""
    whole = isinstance(query, (Union, With)) or (
        isinstance(query, Select)
        and bool(
            query.distinct
            or query.group
            or query.limit
            or query.having
            or any(has_aggregate(i.node) or has_window(i.node) for i in query.items)
        )
    )
    scales = [(i, kind.scale) for i, (_, kind) in enumerate(plan.columns) if kind.kind == "dec"]
    if not whole or not scales:
        return plan

    def rows(frame: Frame) -> Rows:
        made = []
        for row in plan.rows(frame):
            values = list(row)
            for place, scale in scales:
                if values[place] is not None:
                    values[place] = v.rounded(values[place], scale)
            made.append(tuple(values))
        return made

    return plan._replace(rows=rows)

"""SELECT: its tables, its conditions, what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.keys import has_aggregate
from agentgym.environments.database.world.mysql.nodes import Node, Select, Source, holds
from agentgym.environments.database.world.mysql.queries.plan import (
    Plan,
    Planner,
    Rows,
    conjuncts,
)
from agentgym.environments.database.world.mysql.queries.shape import Shape
from agentgym.environments.database.world.mysql.queries.sources import From, equality
from agentgym.environments.database.world.mysql.scope import Frame, Scope


class SelectPlan:
    """Compiles one SELECT.

    Args:
        queries: compiles what is within.
        select: the query.
        outer: the query around it, if there is one.
    """

    def __init__(self, queries: Planner, select: Select, outer: Scope | None) -> None:
        self.queries, self.select = queries, select
        self.scope = Scope(outer)
        self.needs: frozenset[int] = frozenset()

    def plan(self) -> Plan:
        """Return the query, ready to run."""
        select, clock = self.select, self.queries.clock
        source = None
        own = select.source is not None and select.source.database.lower() == "information_schema"
        # Of the server's own tables it shows those of this database, where these alone are asked for.
        if own and not any(_of_this_database(n) for n in conjuncts(select.where)):
            raise unsupported("information_schema without table_schema = DATABASE()")
        if select.source is not None:
            tables = From(self.queries, self.scope)
            source = tables.add(select.source)
            self.scope.visible = source.visible
            self.needs |= tables.outer_needs
        where = self._where(select.where)
        items = self._items()
        grouped = (
            bool(select.group)
            or any(has_aggregate(n) for n, _ in items)
            or has_aggregate(select.having)
            or any(has_aggregate(n) for n, _ in select.order)
        )
        if select.rollup and (select.order or select.distinct):
            raise unsupported("ROLLUP beside an order")
        shape = Shape(select, self.queries, self.scope, items, grouped)
        self.needs |= shape.needs

        def rows(outer_frame: Frame) -> Rows:
            base: Frame = [outer_frame, None]
            if source is None:
                frames: Iterator[Frame] = iter([base])
                left = where
            else:
                left = list(where)
                found = source.rows(base, left, clock)
                clock.hold(len(found))
                frames = ([outer_frame, None, *row] for row in found)
            if left:
                tests = [c[1].of for c in left]
                frames = (f for f in frames if all(t(f) for t in tests))
            return shape.rows(frames, outer_frame, clock)

        return Plan(shape.columns, rows, frozenset({-1}) if -1 in self.needs else frozenset())

    def _where(self, node: Node | None) -> list[Any]:
        source = self.select.source
        if source is not None and _is_outer(source) and holds(node, "row"):
            raise unsupported("rows compared behind an outer join, which the server takes for an inner one")
        compiler = self.queries.compiler(self.scope, "where clause")
        made = []
        for part in conjuncts(node):
            condition = compiler.condition(part)
            self.needs |= condition.needs & {-1}
            made.append((part, condition, equality(compiler, part)))
        return made

    def _items(self) -> list[tuple[Node, str]]:
        items: list[tuple[Node, str]] = []
        for item in self.select.items:
            if item.node[0] != "star":
                name = item.alias or (item.node[2] if item.node[0] == "col" else item.text)
                items.append((item.node, name))
                continue
            if not self.scope.relations:
                raise server_error(1096, "HY000", "No tables used")
            table = item.node[1]
            if table:
                slots = [s for s, r in enumerate(self.scope.relations) if r.alias == table]
                if not slots:
                    raise server_error(1051, "42S02", f"Unknown table '{table}'")
                places = [(slots[0], i) for i in range(len(self.scope.relations[slots[0]].columns))]
            else:
                places = self.scope.visible
            for slot, index in places:
                relation = self.scope.relations[slot]
                items.append(
                    (("col", relation.alias, relation.columns[index][0]), relation.columns[index][0])
                )
        return items


def _of_this_database(node: Node) -> bool:
    if node[0] != "op" or node[1] != "=":
        return False
    sides = [n for n in node[2:4] if n[0] == "col" and n[2].lower() == "table_schema"]
    values = [
        n
        for n in node[2:4]
        if n[:2] == ("lit", "task") or n[:2] in (("call", "DATABASE"), ("call", "SCHEMA"))
    ]
    return len(sides) == len(values) == 1


def _is_outer(source: Source) -> bool:
    """Whether one of the joins is an outer one."""
    return source.kind == "join" and (
        source.join in ("LEFT", "RIGHT")
        or any(_is_outer(s) for s in (source.left, source.right) if s is not None)
    )

"""What becomes of the rows of a SELECT: groups, columns, order, limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.aggregates import Aggregate
from agentgym.environments.database.world.mysql.comparisons import known_date
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.keys import has_aggregate, row_key, sort_key
from agentgym.environments.database.world.mysql.nodes import Node, Select, holds, holds_query
from agentgym.environments.database.world.mysql.queries.grouping import Grouped, canonical
from agentgym.environments.database.world.mysql.queries.keeping import NO, grouping
from agentgym.environments.database.world.mysql.queries.plan import (
    Columns,
    Planner,
    Rows,
    distinct,
    limited,
)
from agentgym.environments.database.world.mysql.scope import Clock, Compiled, Frame, Scope
from agentgym.environments.database.world.mysql.windows import Windows, narrow


class Shape:
    """What becomes of the rows: groups, columns, order, limit.

    Args:
        select: the query.
        queries: compiles what is within.
        scope: the tables of FROM.
        items: what is selected, and its names.
        grouped: whether rows are put together.
    """

    def __init__(
        self,
        select: Select,
        queries: Planner,
        scope: Scope,
        items: list[tuple[Node, str]],
        grouped: bool,
    ) -> None:
        self.select, self.grouped = select, grouped
        self.items = items
        self.aggregates: list[Aggregate] = []
        self.group: list[Compiled] = []
        groups: dict[Any, v.Type] = {}
        if grouped:
            for node in select.group:
                node = self._group_node(node, scope)
                if has_aggregate(node):
                    raise server_error(1056, "42000", "Can't group on an aggregate")
                if holds_query(node):
                    raise unsupported("groups by a query within")
                made = queries.compiler(scope, "group statement").compile(node)
                self.group.append(made)
                groups[canonical(scope, node)] = made.type
        self.rolled = (
            [canonical(scope, self._group_node(n, scope)) for n in select.group] if select.rollup else []
        )

        self.windows = Windows(lambda node: self._over_node(node, scope))

        def compiler(clause: str) -> Compiler:
            plain = queries.compiler(scope, clause)
            made = Grouped(plain, self.aggregates, groups) if grouped else plain
            made.windows = self.windows if clause in ("field list", "order clause") else None
            return made

        if select.distinct and any(holds(node, "op", "/") and narrow(node) for node, _ in items):
            raise unsupported(
                "DISTINCT quotients of such functions, for which the server's column is too narrow"
            )
        fields = compiler("field list")
        self.outputs = [fields.compile(node) for node, _ in items]
        if queries.inside:
            self.outputs = [known_date(made) for made in self.outputs]
        if select.rollup:
            self._check_rollup(scope)
        self.columns: Columns = tuple(
            (name, made.type) for (_, name), made in zip(items, self.outputs, strict=True)
        )
        self.having = None
        if select.having is not None:
            node = self._aliases(select.having, scope, having=True)
            self.having = compiler("having clause").condition(node)
        self.order: list[tuple[Compiled, Callable[[Any], Any], bool]] = []
        for node, down in select.order:
            node = self._order_node(node, scope)
            made = compiler("order clause").compile(node)
            if select.distinct and not any(canonical(scope, node) == canonical(scope, n) for n, _ in items):
                raise unsupported("an order by what is not selected, beside DISTINCT")
            if not made.needs and not has_aggregate(node):
                continue  # The same for all rows: the server does not compute it.
            self.order.append((made, sort_key(made.type), down))
        if select.rollup and self.windows.made:
            raise unsupported("ROLLUP beside windows")
        sorted_first = any(a.distinct or a.kind == "GROUP_CONCAT" for a in self.aggregates)
        state = (
            NO
            if sorted_first
            else grouping(select, [self._group_node(n, scope) for n in select.group], scope, queries)
        )
        for wanted in self.aggregates:
            wanted.kept = state
        parts = [
            *self.outputs,
            *self.group,
            *(o[0] for o in self.order),
            *([self.having] if self.having else []),
        ]
        self.needs = frozenset(n for p in parts for n in p.needs if n == -1)
        self.key = row_key([k for _, k in self.columns])
        self.group_key = row_key([g.type for g in self.group])

    def _check_rollup(self, scope: Scope) -> None:
        for node, _ in self.items:
            if not has_aggregate(node) and node[0] != "lit" and canonical(scope, node) not in self.rolled:
                raise unsupported("ROLLUP beside what is not grouped by")
        if self.select.having is not None:
            raise unsupported("ROLLUP with HAVING")

    def _position(self, node: Node) -> Node | None:
        """Return the column whose number stands as an order; also in parentheses, also behind a minus (there is none)."""
        sign = 1
        while node[0] in ("paren", "neg"):
            sign = -sign if node[0] == "neg" else sign
            node = node[1]
        if node[0] != "lit" or type(node[1]) is not int:
            return None
        place = sign * node[1]
        if not 1 <= place <= len(self.items):
            raise server_error(1054, "42S22", f"Unknown column '{place}' in 'order clause'")
        return self.items[place - 1][0]

    def _named(self, name: str) -> Node | None:
        found = [
            node for (node, known), item in zip(self.items, self._given(), strict=True)
            if known.lower() == name.lower() and item
        ]  # fmt: skip
        if len(found) > 1 and any(f != found[0] for f in found):
            raise server_error(1052, "23000", f"Column '{name}' in order clause is ambiguous")
        return found[0] if found else None

    def _given(self) -> list[bool]:
        return [True] * len(self.items)

    def _group_node(self, node: Node, scope: Scope) -> Node:
        positioned = self._position(node)
        if positioned is not None:
            return positioned
        if node[0] == "col" and not node[1] and scope.local("", node[2], "group statement") is None:
            named = self._named(node[2])
            if named is not None:
                return named
        return node

    def _over_node(self, node: Node, scope: Scope) -> Node:
        """Return what a bare name in a window stands for: a column, else a column of the result."""
        if node[0] != "col" or node[1]:
            return node
        named = self._named(node[2])
        if scope.local("", node[2], "order clause") is None:
            return node if named is None else ("paren", named)
        if named is not None and canonical(scope, named) != canonical(scope, node):
            raise unsupported("a name that is a column and an alias")
        return node

    def _order_node(self, node: Node, scope: Scope) -> Node:
        positioned = self._position(node)
        if positioned is not None:
            return positioned
        if node[0] == "col" and not node[1]:
            named = self._named(node[2])
            if named is not None:
                return named
        made: Node = self._aliases(node, scope, having=False)
        return made

    def _aliases(self, node: Any, scope: Scope, *, having: bool, inside: bool = False) -> Any:
        """Put what an alias stands for in its place."""
        if not isinstance(node, tuple) or not node or hasattr(node, "_fields"):
            return node  # types and queries within stay as they are
        if node[0] == "agg":
            inside = True
        if node[0] == "col" and len(node) == 3 and isinstance(node[2], str):
            if node[1]:
                if having and not inside:
                    self._in_having(node, scope)
                return node
            here = scope.local("", node[2], "having clause") is not None
            named = self._named(node[2])
            if inside or (here and not having):
                return node
            if named is not None:
                if here and canonical(scope, named) != canonical(scope, node):
                    raise unsupported("a name that is a column and an alias")
                return ("paren", named) if not has_aggregate(named) or not inside else node
            if having and here:
                self._in_having(node, scope)
            return node
        return tuple(self._aliases(n, scope, having=having, inside=inside) for n in node)

    def _in_having(self, node: Node, scope: Scope) -> None:
        wanted = canonical(scope, node)
        known = [canonical(scope, n) for n, _ in self.items if n[0] == "col"]
        known += [canonical(scope, self._group_node(n, scope)) for n in self.select.group]
        if wanted not in known:
            shown = f"{node[1]}.{node[2]}" if node[1] else node[2]
            raise server_error(1054, "42S22", f"Unknown column '{shown}' in 'having clause'")

    def rows(self, frames: Iterator[Frame], outer: Frame, clock: Clock) -> Rows:
        """Return the rows of the result."""
        if self.grouped:
            frames = iter(self._groups(frames, outer, clock))
        if self.having is not None:
            keep = self.having.of
            frames = (f for f in frames if keep(f))
        if self.windows.made:
            frames = iter(self.windows.apply(list(frames), clock))
        outputs = [o.of for o in self.outputs]
        limit = self.select.limit
        if not self.order:
            rows: Rows = []
            for frame in frames:
                clock.tick()
                rows.append(tuple(of(frame) for of in outputs))
                if limit is not None and not self.select.distinct and len(rows) >= limit[0] + limit[1]:
                    break
            if self.select.distinct:
                rows = distinct(rows, self.key)
            return limited(rows, limit)
        sortable = []
        for frame in frames:
            clock.tick()
            keys = [key(made.of(frame)) for made, key, _ in self.order]
            sortable.append((keys, tuple(of(frame) for of in outputs)))
        for index in reversed(range(len(self.order))):
            sortable.sort(key=lambda pair: pair[0][index], reverse=self.order[index][2])
        rows = [row for _, row in sortable]
        if self.select.distinct:
            rows = distinct(rows, self.key)
        return limited(rows, limit)

    def _groups(self, frames: Iterator[Frame], outer: Frame, clock: Clock) -> list[Frame]:
        found: dict[Any, list[Frame]] = {}
        getters = [g.of for g in self.group]
        for frame in frames:
            clock.tick()
            found.setdefault(self.group_key(tuple(of(frame) for of in getters)), []).append(frame)
        if not self.group and not found:
            found[()] = []
        if self.select.rollup:
            return self._rolled_up(found, outer, clock)
        if self.group:
            found = dict(
                sorted(found.items(), key=lambda pair: [(0,) if k is None else (1, k) for k in pair[0]])
            )
        return [self._frame(members, outer, clock) for members in found.values()]

    def _rolled_up(self, found: dict[Any, list[Frame]], outer: Frame, clock: Clock) -> list[Frame]:
        ordered = sorted(found.items(), key=lambda pair: [(0,) if k is None else (1, k) for k in pair[0]])
        if any(None in key for key, _ in ordered):
            raise unsupported("ROLLUP over NULL")
        made: list[Frame] = []

        def level(part: list[tuple[Any, list[Frame]]], depth: int) -> None:
            if depth == len(self.group):
                made.extend(self._frame(members, outer, clock) for _, members in part)
            else:
                keys = list(dict.fromkeys(key[depth] for key, _ in part))
                for key in keys:
                    level([p for p in part if p[0][depth] == key], depth + 1)
                members = [f for _, m in part for f in m]
                made.append(self._frame(members, outer, clock, hidden=depth))

        if ordered:
            level(ordered, 0)
        return made

    def _frame(self, members: list[Frame], outer: Frame, clock: Clock, hidden: int | None = None) -> Frame:
        frame: Frame = list(members[0]) if members else [outer, None]
        values: list[Any] = []
        for wanted in self.aggregates:
            if hidden is not None and wanted.kind == "SAME":
                values.append(None)
                continue
            values.append(wanted.of(members, clock))
        frame[1] = values
        if hidden is not None:
            self._show_rolled(frame, members, hidden, clock)
        return frame

    def _show_rolled(self, frame: Frame, members: list[Frame], hidden: int, clock: Clock) -> None:
        """Of the columns grouped by only those before ``hidden`` have a value in a row of totals."""
        for place, wanted in enumerate(self.aggregates):
            if wanted.kind == "SAME":
                of = wanted.arguments[0].of
                for number, group in enumerate(self.group[:hidden]):
                    same = all(group.of(m) == of(m) for m in members)
                    if same and number < hidden:
                        frame[1][place] = of(members[0])

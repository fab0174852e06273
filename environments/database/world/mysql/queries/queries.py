"""The queries of one statement, made ready to run."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.keys import row_key, sort_key
from agentgym.environments.database.world.mysql.nodes import Select, Source, Union, With
from agentgym.environments.database.world.mysql.queries.keeping import kept
from agentgym.environments.database.world.mysql.queries.plan import (
    Columns,
    Plan,
    Rows,
    converted,
    distinct,
    limited,
    once,
)
from agentgym.environments.database.world.mysql.queries.select import SelectPlan
from agentgym.environments.database.world.mysql.recursion import keeper, mentions, parts, repeated
from agentgym.environments.database.world.mysql.scope import Clock, Frame, Scope


class Queries:
    """Compiles the queries of one statement.

    Args:
        find: a table by name: its columns, and a function that gives its rows.
        clock: limits of the statement.
        random: draws a number.
    """

    def __init__(
        self,
        find: Callable[[str, str], tuple[Columns, Callable[[], Rows]]],
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        self.find, self.clock, self.random = find, clock, random
        self.keys: Callable[[str], set[str]] = lambda table: set()
        """The names of a table's keys, in small letters."""
        self.indexed: Callable[[str], set[str]] = lambda table: set()
        """The columns of a table that are in a key, in small letters."""
        self.named: list[dict[str, Plan]] = []
        self.inside = False

    def check_hints(self, source: Source) -> None:
        """Check that the indexes that a table is hinted to use are there."""
        known = self.keys(source.table) if source.hints else set()
        for name in source.hints:
            if name.lower() not in known:
                if any(k.startswith(name.lower()) for k in known):
                    raise unsupported("hints with the beginning of an index's name")
                raise server_error(1176, "42000", f"Key '{name}' doesn't exist in table '{source.alias}'")

    def within(self, query: Any, scope: Scope) -> tuple[Columns, Callable[[Frame], Rows], frozenset[int]]:
        """Compile a query within an expression."""
        return self.plan(query, scope)

    def derived(self, query: Any) -> Plan:
        """Compile a query in FROM or behind WITH."""
        before, self.inside = self.inside, True
        try:
            return kept(query, self.plan(query, None))
        finally:
            self.inside = before

    def compiler(self, scope: Scope, clause: str) -> Compiler:
        """Return what compiles expressions of a clause."""
        return Compiler(scope, self.within, clause, self.random)

    def plan(self, query: Any, outer: Scope | None = None) -> Plan:
        """Compile a query."""
        if isinstance(query, With):
            known: dict[str, Plan] = {}
            self.named.append(known)
            for place, (name, columns, inner) in enumerate(query.named):
                if query.recursive and any(mentions(inner, n) for n, _, _ in query.named[place + 1 :]):
                    raise unsupported("recursive queries about one another")
                if query.recursive and mentions(inner, name):
                    plan = self._recursive(name, columns, inner, known)
                else:
                    plan = self.derived(inner)
                if columns:
                    if len(columns) != len(plan.columns):
                        raise server_error(
                            4002,
                            "HY000",
                            "WITH column list and SELECT field list have different column counts",
                        )
                    plan = plan._replace(
                        columns=tuple((c, k) for c, (_, k) in zip(columns, plan.columns, strict=True))
                    )
                known[name] = once(plan)
            made = self.plan(query.query, outer)
            self.named.pop()
            return made
        if isinstance(query, Union):
            return once(self._union(query, outer))
        return once(SelectPlan(self, query, outer).plan())

    def _recursive(self, name: str, names: tuple[str, ...], query: Any, known: dict[str, Plan]) -> Plan:
        """Compile a query about itself; the types of its columns are those of the part that begins."""
        left, right, every = parts(query, name)
        begin = self.plan(left, None)
        columns = begin.columns
        if names and len(names) == len(columns):
            columns = tuple((n, k) for n, (_, k) in zip(names, columns, strict=True))
        last: list[Rows] = [[]]
        known[name] = Plan(columns, lambda frame: last[0], frozenset())
        again = SelectPlan(self, right, None).plan()
        del known[name]
        if names and len(names) != len(columns):
            raise server_error(
                4002, "HY000", "WITH column list and SELECT field list have different column counts"
            )
        if len(again.columns) != len(columns):
            raise server_error(1222, "21000", "The used SELECT statements have a different number of columns")
        first = left
        while isinstance(first, Union):
            first = first.left
        if not isinstance(first, Select) or any(i.node[0] == "star" for i in first.items):
            raise unsupported("a recursive query that begins so")
        keep = [
            keeper(item.node, kind, later)
            for item, (_, kind), (_, later) in zip(first.items, columns, again.columns, strict=True)
        ]

        def next_rows(rows: Rows) -> Rows:
            last[0] = rows
            return [tuple(k(x) for k, x in zip(keep, row, strict=True)) for row in again.rows([None, None])]

        kinds = [kind for _, kind in columns]

        def all_rows(frame: Frame) -> Rows:
            return repeated(begin.rows(frame), next_rows, kinds, every, self.clock)

        return Plan(columns, all_rows, frozenset())

    def _union(self, query: Union, outer: Scope | None) -> Plan:
        first, steps = _chain(query)
        plans = [self.plan(first, outer)]
        for step in steps:
            plans.append(self.plan(step.right, outer))
            if len(plans[-1].columns) != len(plans[0].columns):
                raise server_error(
                    1222, "21000", "The used SELECT statements have a different number of columns"
                )
            if step.every and step.kind != "UNION":
                raise unsupported(f"{step.kind} ALL")
        for column in zip(*(p.columns for p in plans), strict=True):
            of = [k for _, k in column]
            if any(k.kind == "int" and k.binary for k in of):
                raise unsupported("the truth of a query within in a union")
        kinds = [v.united([k for _, k in column]) for column in zip(*(p.columns for p in plans), strict=True)]
        for part, plan in zip([first, *(step.right for step in steps)], plans, strict=True):
            _check_texts(part, plan, kinds)
        columns = tuple((name, kind) for (name, _), kind in zip(plans[0].columns, kinds, strict=True))
        converters = [[_into(k, kind) for (_, k), kind in zip(p.columns, kinds, strict=True)] for p in plans]
        key = row_key([k for _, k in columns])
        order = self._union_order(query, columns)

        def rows(frame: Frame) -> Rows:
            parts = [
                [converted(r, convert) for r in plan.rows(frame)]
                for plan, convert in zip(plans, converters, strict=True)
            ]
            found = parts[0]
            for step, part in zip(steps, parts[1:], strict=True):
                if step.kind == "UNION":
                    found = found + part if step.every else distinct(found + part, key)
                else:
                    others = {key(r) for r in part}
                    wanted = step.kind == "INTERSECT"
                    found = distinct([r for r in found if (key(r) in others) == wanted], key)
                self.clock.hold(len(found))
            return limited(order(found), query.limit)

        return Plan(columns, rows, frozenset[int]().union(*(p.needs for p in plans)))

    def _union_order(self, query: Union, columns: Columns) -> Callable[[Rows], Rows]:
        places: list[tuple[int, bool]] = []
        for node, down in query.order:
            if node[0] == "col" and not node[1]:
                matching = [i for i, (n, _) in enumerate(columns) if n.lower() == node[2].lower()]
                if not matching:
                    raise server_error(1054, "42S22", f"Unknown column '{node[2]}' in 'order clause'")
                places.append((matching[0], down))
            elif node[0] == "lit" and isinstance(node[1], int) and 1 <= node[1] <= len(columns):
                places.append((node[1] - 1, down))
            else:
                raise unsupported("an expression in the order of a union")
        keys = [(sort_key(columns[i][1]), i, down) for i, down in places]

        def order(rows: Rows) -> Rows:
            for key, index, down in reversed(keys):
                rows = sorted(rows, key=lambda r: key(r[index]), reverse=down)
            return rows

        return order


def _check_texts(part: Any, plan: Plan, kinds: list[v.Type]) -> None:
    """Check that the numbers of a part of a union that become texts are known to become those of the server.

    Raises:
        Unsupported: a double that is written out, which it takes letter by letter; a decimal that was computed, of which
            it takes more digits than it shows.
    """
    items = part.items if isinstance(part, Select) else ()
    if not isinstance(part, Select):
        return
    for number, ((_, own), kind) in enumerate(zip(plan.columns, kinds, strict=True)):
        if kind.kind != "str" or own.kind not in ("dec", "dbl"):
            continue
        node = items[number].node if len(items) == len(plan.columns) else ("star",)
        while node[0] in ("neg", "paren"):
            node = node[1]
        written = (
            node[0] == "lit" or node[0] == "cast" or (node[0] == "call" and node[1] in ("ROUND", "TRUNCATE"))
        )
        if (node[0] == "lit" or own.scale < v.ALL_DIGITS) if own.kind == "dbl" else not written:
            raise unsupported("such a number beside texts in a union")


def _chain(query: Union) -> tuple[Any, list[Union]]:
    """Return the first part of a chain of unions, and the steps from it on."""
    steps = [query]
    while steps[-1].chained:
        steps.append(steps[-1].left)
    return steps[-1].left, steps[::-1]


def _into(kind: v.Type, united: v.Type) -> Any:
    """Return what turns a value into one of the column of a union; ``None`` where nothing is to be done."""
    turn = v.converter(kind, united)
    if united.kind == "dec" and kind.kind != "null":
        return lambda x: None if x is None else v.rounded(Decimal(x), united.scale)
    if (kind.kind, united.kind) != ("dec", "str"):
        return turn

    def text(value: Any) -> Any:
        if value is not None and -value.as_tuple().exponent != kind.scale:
            raise unsupported("decimals of more digits than are shown and texts in one column of a union")
        return turn(value)

    return text

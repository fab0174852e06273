"""Queries: tables joined, filtered, grouped, sorted; all in memory, with a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.aggregates import Aggregate, aggregate
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler, keyed
from agentgym.environments.database.world.mysql.keys import has_aggregate, row_key, sort_key
from agentgym.environments.database.world.mysql.nodes import Node, Select, Source, Union, With
from agentgym.environments.database.world.mysql.recursion import keeper, mentions, parts, repeated
from agentgym.environments.database.world.mysql.scope import Clock, Compiled, Frame, Relation, Scope
from agentgym.environments.database.world.mysql.windows import Windows

Columns = tuple[tuple[str, v.Type], ...]
Rows = list[tuple[Any, ...]]
Tables = dict[str, tuple[Columns, Callable[[], Rows]]]
_UNKNOWN = -2


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
        self.named: list[dict[str, Plan]] = []

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
                    plan = self.plan(inner, None)
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
                known[name] = _once(plan)
            made = self.plan(query.query, outer)
            self.named.pop()
            return made
        if isinstance(query, Union):
            return _once(self._union(query, outer))
        return _once(_SelectPlan(self, query, outer).plan())

    def _recursive(self, name: str, names: tuple[str, ...], query: Any, known: dict[str, Plan]) -> Plan:
        """Compile a query about itself; the types of its columns are those of the part that begins."""
        left, right, every = parts(query, name)
        begin = self.plan(left, None)
        columns = begin.columns
        if names and len(names) == len(columns):
            columns = tuple((n, k) for n, (_, k) in zip(names, columns, strict=True))
        last: list[Rows] = [[]]
        known[name] = Plan(columns, lambda frame: last[0], frozenset())
        again = _SelectPlan(self, right, None).plan()
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
        left, right = self.plan(query.left, outer), self.plan(query.right, outer)
        if len(left.columns) != len(right.columns):
            raise server_error(1222, "21000", "The used SELECT statements have a different number of columns")
        kinds = [v.united([a, b]) for (_, a), (_, b) in zip(left.columns, right.columns, strict=True)]
        columns = tuple((name, kind) for (name, _), kind in zip(left.columns, kinds, strict=True))
        first = [v.converter(k, kind) for (_, k), kind in zip(left.columns, kinds, strict=True)]
        second = [v.converter(k, kind) for (_, k), kind in zip(right.columns, kinds, strict=True)]
        key = row_key([k for _, k in columns])
        if query.every and query.kind != "UNION":
            raise unsupported(f"{query.kind} ALL")
        order = self._union_order(query, columns)

        def rows(frame: Frame) -> Rows:
            a = [_converted(r, first) for r in left.rows(frame)]
            b = [_converted(r, second) for r in right.rows(frame)]
            if query.kind == "UNION":
                found = a + b
                if not query.every:
                    found = _distinct(found, key)
            else:
                others = {key(r) for r in b}
                found = _distinct([r for r in a if (key(r) in others) == (query.kind == "INTERSECT")], key)
            self.clock.hold(len(found))
            return _limited(order(found), query.limit)

        return Plan(columns, rows, left.needs | right.needs)

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


def _once(plan: Plan) -> Plan:
    """Run a query once where what is around it does not matter."""
    if -1 in plan.needs:
        return plan
    kept: list[Rows] = []

    def rows(frame: Frame) -> Rows:
        if not kept:
            kept.append(plan.rows(frame))
        return kept[0]

    return plan._replace(rows=rows)


def _converted(row: tuple[Any, ...], converters: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(x if c is None else c(x) for x, c in zip(row, converters, strict=True))


def _distinct(rows: Rows, key: Callable[[tuple[Any, ...]], Any]) -> Rows:
    seen: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        seen.setdefault(key(row), row)
    return list(seen.values())


def _limited(rows: Rows, limit: tuple[int, int] | None) -> Rows:
    return rows if limit is None else rows[limit[0] : limit[0] + limit[1]]


def conjuncts(node: Node | None) -> list[Node]:
    """Return the conditions that must all hold."""
    if node is None:
        return []
    while node[0] == "paren":
        node = node[1]
    if node[0] == "op" and node[1] == "AND":
        return conjuncts(node[2]) + conjuncts(node[3])
    return [node]


# ---- FROM ------------------------------------------------------------------------------------------------


class From:
    """The tables of FROM, and how their rows come together.

    Args:
        queries: compiles what is within.
        scope: takes the tables.
        extra: whether each row of a table gets its number behind its values, for changes.
    """

    def __init__(self, queries: Queries, scope: Scope, *, numbered: bool = False) -> None:
        self.queries, self.scope, self.numbered = queries, scope, numbered
        self.outer_needs: frozenset[int] = frozenset()
        self.sources: list[Source] = []

    def add(self, source: Source) -> Any:
        """Add a source; return a function that takes conditions and gives the rows."""
        if source.kind == "join":
            return self._join(source)
        return self._leaf(source)

    def _leaf(self, source: Source) -> Any:
        if source.kind == "query":
            plan = self.queries.plan(source.query, None)
            columns = plan.columns
            if source.columns:
                if len(source.columns) != len(columns):
                    raise unsupported("another number of names for a derived table")
                columns = tuple((c, k) for c, (_, k) in zip(source.columns, columns, strict=True))
            if any(k.kind == "dbl" and k.scale for _, k in columns):
                raise unsupported("a double of a fixed number of digits in a derived table")
            names = [n.lower() for n, _ in columns]
            twice = next((n for n in names if names.count(n) > 1), None)
            if twice is not None:
                raise server_error(1060, "42S21", f"Duplicate column name '{twice}'")
            plan_rows = plan.rows
        else:
            named = None
            if not source.database:
                named = next(
                    (k[source.table] for k in reversed(self.queries.named) if source.table in k), None
                )
            if named is not None:
                if source.hints:
                    raise unsupported("hints about indexes of a query")
                columns, plan_rows = named.columns, named.rows
            else:
                columns, read = self.queries.find(source.database, source.table)
                self.queries.check_hints(source)
                numbered = self.numbered

                def plan_rows(frame: Frame) -> Rows:
                    return [(*r, n) for n, r in enumerate(read())] if numbered else read()

        if any(r.alias == source.alias for r in self.scope.relations):
            raise server_error(1066, "42000", f"Not unique table/alias: '{source.alias}'")
        slot = len(self.scope.relations)
        self.scope.relations.append(Relation(source.alias, columns))
        self.sources.append(source)
        own = [(slot, i) for i in range(len(columns))]
        width = len(columns) + self.numbered
        return _Leaf(slot, width, own, plan_rows)

    def _join(self, source: Source) -> Any:
        left = self.add(source.left)
        right = self.add(source.right)
        visible = left.visible + right.visible
        on = source.on
        if source.using:
            on, visible = self._using(source, left, right)
        conditions = []
        if on is not None:
            scope = Scope(self.scope.parent)
            scope.relations = self.scope.relations
            # What stands to the right of a join is not known in its condition.
            scope.visible = visible if not source.using else left.visible + right.visible
            compiler = self.queries.compiler(_within(scope, left.first, right.last), "on clause")
            for node in conjuncts(on):
                made = compiler.condition(node)
                conditions.append((node, made, _equality(compiler, node)))
                self.outer_needs |= made.needs & {-1}
        return _Join(source.join, left, right, conditions, visible)

    def _using(self, source: Source, left: Any, right: Any) -> tuple[Node | None, list[tuple[int, int]]]:
        if source.join == "RIGHT":
            raise unsupported("RIGHT JOIN … USING")
        names = self.scope.relations

        def by_name(places: list[tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
            found: dict[str, list[tuple[int, int]]] = {}
            for slot, index in places:
                found.setdefault(names[slot].columns[index][0].lower(), []).append((slot, index))
            return found

        mine, theirs = by_name(left.visible), by_name(right.visible)
        wanted = (
            [n for n in mine if n in theirs] if source.using == ("*",) else [n.lower() for n in source.using]
        )
        common: list[tuple[int, int]] = []
        node: Node | None = None
        gone = set()
        for name in wanted:
            if name not in mine or name not in theirs:
                raise server_error(1054, "42S22", f"Unknown column '{name}' in 'from clause'")
            if len(mine[name]) > 1 or len(theirs[name]) > 1:
                raise server_error(1052, "23000", f"Column '{name}' in from clause is ambiguous")
            (a,), (b,) = mine[name], theirs[name]
            common.append(a)
            gone |= {a, b}
            equal: Node = ("op", "=", self._named(a), self._named(b))
            node = equal if node is None else ("op", "AND", node, equal)
        rest = [p for p in left.visible + right.visible if p not in gone]
        return node, common + rest

    def _named(self, place: tuple[int, int]) -> Node:
        relation = self.scope.relations[place[0]]
        return ("col", relation.alias, relation.columns[place[1]][0])


def _within(scope: Scope, first: int, last: int) -> Scope:
    """Return a scope in which only the tables of a join are known; their places stay."""
    limited = Scope(scope.parent)
    limited.relations = [
        r if first <= slot <= last else Relation("\0", ()) for slot, r in enumerate(scope.relations)
    ]
    limited.visible = scope.visible
    return limited


class _Leaf(NamedTuple):
    slot: int
    width: int
    visible: list[tuple[int, int]]
    read: Callable[[Frame], Rows]

    @property
    def first(self) -> int:
        return self.slot

    @property
    def last(self) -> int:
        return self.slot

    def rows(self, frame: Frame, wanted: list[Any], clock: Clock) -> list[tuple[Any, ...]]:
        found = [(r,) for r in self.read(frame[0])]
        return _filtered(found, wanted, frame, self.slot, clock)

    def empty(self) -> tuple[Any, ...]:
        return ((None,) * self.width,)


class _Join(NamedTuple):
    kind: str
    left: Any
    right: Any
    conditions: list[Any]
    visible: list[tuple[int, int]]

    @property
    def first(self) -> int:
        return int(self.left.first)

    @property
    def last(self) -> int:
        return int(self.right.last)

    def empty(self) -> tuple[Any, ...]:
        return (*self.left.empty(), *self.right.empty())

    def rows(self, frame: Frame, wanted: list[Any], clock: Clock) -> list[tuple[Any, ...]]:
        """Return the rows; ``wanted`` are conditions of WHERE, taken out of the list where they are looked after."""
        inner = self.kind == "INNER"
        pool = [*self.conditions, *(wanted if inner else ())]
        for_left, for_right, for_both = [], [], []
        for condition in pool:
            needs = condition[1].needs
            if inner and needs and needs <= set(range(self.left.first, self.left.last + 1)):
                for_left.append(condition)
            elif (
                needs
                and needs <= set(range(self.right.first, self.right.last + 1))
                and (inner or self.kind == "LEFT")
            ):
                for_right.append(condition)
            elif condition in self.conditions or (needs and needs <= set(range(self.first, self.last + 1))):
                for_both.append(condition)
        taken = {id(c) for c in (*for_left, *for_right, *for_both)}
        wanted[:] = [c for c in wanted if id(c) not in taken]
        if self.kind == "LEFT":
            own = [
                c
                for c in wanted
                if c[1].needs and c[1].needs <= set(range(self.left.first, self.left.last + 1))
            ]
            for_left = own
            wanted[:] = [c for c in wanted if not any(c is o for o in own)]
        left = self.left.rows(frame, for_left, clock)
        left = _filtered(left, for_left, frame, self.left.first, clock)
        right = self.right.rows(frame, for_right, clock)
        right = _filtered(right, for_right, frame, self.right.first, clock)
        return self._matched(left, right, for_both, frame, clock)

    def _matched(
        self, left: list[Any], right: list[Any], conditions: list[Any], frame: Frame, clock: Clock
    ) -> list[tuple[Any, ...]]:
        prefix = [frame[0], None, *([None] * self.left.first)]
        hashed, tests = [], []
        lefts, rights = (
            range(self.left.first, self.left.last + 1),
            range(self.right.first, self.right.last + 1),
        )
        for _, made, equality in conditions:
            if equality is not None:
                a, b, key_a, key_b = equality
                if a.needs and b.needs and a.needs <= set(lefts) and b.needs <= set(rights):
                    hashed.append((a.of, b.of, key_a, key_b))
                    continue
                if a.needs and b.needs and a.needs <= set(rights) and b.needs <= set(lefts):
                    hashed.append((b.of, a.of, key_b, key_a))
                    continue
            tests.append(made.of)
        gap = [None] * (self.left.last - self.left.first + 1)
        table: dict[Any, list[tuple[int, Any]]] = {}
        for number, row in enumerate(right):
            clock.tick()
            whole = [*prefix, *gap, *row]
            values = [b(whole) for _, b, _, _ in hashed]
            if None in values:
                continue
            key = tuple(k(x) for (_, _, _, k), x in zip(hashed, values, strict=True))
            table.setdefault(key, []).append((number, row))
        found: list[tuple[Any, ...]] = []
        used = set()
        empty_right, outer = self.right.empty(), self.kind == "LEFT"
        for row in left:
            clock.tick()
            whole = [*prefix, *row]
            values = [a(whole) for a, _, _, _ in hashed]
            options: list[tuple[int, Any]] = []
            if None not in values:
                options = table.get(tuple(k(x) for (_, _, k, _), x in zip(hashed, values, strict=True)), [])
            matched = False
            for number, other in options:
                clock.tick()
                if tests:
                    both = [*whole, *other]
                    if not all(t(both) for t in tests):
                        continue
                matched = True
                if self.kind == "RIGHT":
                    used.add(number)
                found.append((*row, *other))
                if not len(found) & 1023:
                    clock.hold(1024)
            if not matched and outer:
                found.append((*row, *empty_right))
        if self.kind == "RIGHT":
            empty_left = self.left.empty()
            found += [(*empty_left, *row) for number, row in enumerate(right) if number not in used]
        return found


def _filtered(
    rows: list[Any], conditions: list[Any], frame: Frame, first: int, clock: Clock
) -> list[tuple[Any, ...]]:
    """Keep the rows for which all conditions hold; these are then done with."""
    if not conditions:
        return rows
    tests = [c[1].of for c in conditions]
    conditions.clear()
    prefix = [frame[0], None, *([None] * first)]
    kept = []
    for row in rows:
        clock.tick()
        whole = [*prefix, *row]
        if all(t(whole) for t in tests):
            kept.append(row)
    return kept


def _equality(compiler: Compiler, node: Node) -> Any:
    while node[0] == "paren":
        node = node[1]
    if node[0] != "op" or node[1] != "=" or node[2][0] in ("row", "query") or node[3][0] in ("row", "query"):
        return None
    left, right = compiler.compile(node[2]), compiler.compile(node[3])
    if _UNKNOWN in left.needs | right.needs or "null" in (left.type.kind, right.type.kind):
        return None
    return left, right, *keyed(left.type, right.type)


# ---- SELECT ------------------------------------------------------------------------------------------------


class Grouped(Compiler):
    """Compiles expressions over groups: of aggregates, of what is grouped by, and of what is the same in a group."""

    def __init__(self, plain: Compiler, aggregates: list[Aggregate], groups: dict[Any, v.Type]) -> None:
        super().__init__(plain.scope, plain.queries, plain.clause, plain.random)
        self.plain, self.aggregates, self.groups = plain, aggregates, groups

    def compile(self, node: Node) -> Compiled:
        """Compile."""
        if node[0] == "agg":
            return self._add(aggregate(self.plain, node))
        if (
            node[0] not in ("lit", "paren", "col")
            and self.groups
            and canonical(self.scope, node) in self.groups
        ):
            return self._same(self.plain.compile(node))
        return super().compile(node)

    def _col(self, node: Node) -> Compiled:
        made = self.plain.compile(node)
        if -1 in made.needs:
            return made
        return self._same(made)

    def _same(self, made: Compiled) -> Compiled:
        return self._add(Aggregate("SAME", [made], False, made.type, ()))

    def _add(self, wanted: Aggregate) -> Compiled:
        self.aggregates.append(wanted)
        place = len(self.aggregates) - 1
        return Compiled(lambda f: f[1][place], wanted.type, frozenset({_UNKNOWN}) | _outer(wanted))

    def _query(self, node: Node) -> Compiled:
        return self._nested(super()._query(node))

    def _exists(self, node: Node) -> Compiled:
        return self._nested(super()._exists(node))

    def _in_query(self, subject: Node, query: Any, negated: bool) -> Compiled:
        made = super()._in_query(subject, query, negated)
        return self._nested(made)

    def _nested(self, made: Compiled) -> Compiled:
        if any(n >= 0 for n in made.needs):
            raise unsupported("a query within that reads columns of a group")
        return made


def _outer(wanted: Aggregate) -> frozenset[int]:
    return frozenset(n for a in wanted.arguments for n in a.needs if n == -1)


def canonical(scope: Scope, node: Any) -> Any:
    """Return a form of an expression that is the same for the same expressions, however its names are written."""
    if not isinstance(node, tuple) or hasattr(node, "_fields"):
        return node  # a query within has names of its own
    if node and node[0] == "paren":
        return canonical(scope, node[1])
    if len(node) == 3 and node[0] == "col" and isinstance(node[2], str):
        place = scope.find(node[1], node[2], "field list")
        return ("C", place.depth, place.slot, place.column)
    return tuple(canonical(scope, n) for n in node)


class _SelectPlan:
    def __init__(self, queries: Queries, select: Select, outer: Scope | None) -> None:
        self.queries, self.select = queries, select
        self.scope = Scope(outer)
        self.needs: frozenset[int] = frozenset()

    def plan(self) -> Plan:
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
        shape = _Shape(self, items, grouped)
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
        compiler = self.queries.compiler(self.scope, "where clause")
        made = []
        for part in conjuncts(node):
            condition = compiler.condition(part)
            self.needs |= condition.needs & {-1}
            made.append((part, condition, _equality(compiler, part)))
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


class _Shape:
    """What becomes of the rows: groups, columns, order, limit."""

    def __init__(self, owner: _SelectPlan, items: list[tuple[Node, str]], grouped: bool) -> None:
        select, queries, scope = owner.select, owner.queries, owner.scope
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

        fields = compiler("field list")
        self.outputs = [fields.compile(node) for node, _ in items]
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
            self.order.append((made, sort_key(made.type), down))
        if select.rollup and self.windows.made:
            raise unsupported("ROLLUP beside windows")
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
        if node[0] == "lit" and isinstance(node[1], int):
            if not 1 <= node[1] <= len(self.items):
                raise server_error(1054, "42S22", f"Unknown column '{node[1]}' in 'order clause'")
            return self.items[node[1] - 1][0]
        return None

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
                rows = _distinct(rows, self.key)
            return _limited(rows, limit)
        sortable = []
        for frame in frames:
            clock.tick()
            keys = [key(made.of(frame)) for made, key, _ in self.order]
            sortable.append((keys, tuple(of(frame) for of in outputs)))
        for index in reversed(range(len(self.order))):
            sortable.sort(key=lambda pair: pair[0][index], reverse=self.order[index][2])
        rows = [row for _, row in sortable]
        if self.select.distinct:
            rows = _distinct(rows, self.key)
        return _limited(rows, limit)

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


def final(row: tuple[Any, ...], columns: Columns) -> tuple[Any, ...]:
    """Return a row as the server sends it: decimals with the digits of their type."""
    return tuple(
        x
        if x is None or kind.kind not in ("dec", "dbl")
        else v.rounded(x, kind.scale)
        if kind.kind == "dec"
        else round(x, kind.scale)
        if kind.scale
        else x
        for x, (_, kind) in zip(row, columns, strict=True)
    )

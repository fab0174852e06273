"""The tables of FROM, and how their rows come together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.comparisons import keyed
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.nodes import Node, Source
from agentgym.environments.database.world.mysql.queries.plan import (
    Columns,
    Planner,
    Rows,
    conjuncts,
)
from agentgym.environments.database.world.mysql.scope import UNKNOWN, Clock, Frame, Relation, Scope


class From:
    """The tables of FROM, and how their rows come together.

    Args:
        queries: compiles what is within.
        scope: takes the tables.
        extra: whether each row of a table gets its number behind its values, for changes.
    """

    def __init__(self, queries: Planner, scope: Scope, *, numbered: bool = False) -> None:
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
            plan = self.queries.derived(source.query)
            columns = plan.columns
            if source.columns:
                if len(source.columns) != len(columns):
                    raise unsupported("another number of names for a derived table")
                columns = tuple((c, k) for c, (_, k) in zip(source.columns, columns, strict=True))
            names = [n.lower() for n, _ in columns]
            twice = next((n for n in names if names.count(n) > 1), None)
            if twice is not None:
                raise server_error(1060, "42S21", f"Duplicate column name '{twice}'")
            plan_rows = _kept(columns, plan.rows)
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
                conditions.append((node, made, equality(compiler, node)))
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


def equality(compiler: Compiler, node: Node) -> Any:
    """Return both sides of ``a = b`` and what makes their values comparable by hash; nothing for other conditions."""
    while node[0] == "paren":
        node = node[1]
    if node[0] != "op" or node[1] != "=" or node[2][0] in ("row", "query") or node[3][0] in ("row", "query"):
        return None
    left, right = compiler.compile(node[2]), compiler.compile(node[3])
    if left.compared is not None or right.compared is not None:
        return None
    if UNKNOWN in left.needs | right.needs or "null" in (left.type.kind, right.type.kind):
        return None
    return left, right, *keyed(left.type, right.type)


def _kept(columns: Columns, rows: Callable[[Frame], Rows]) -> Callable[[Frame], Rows]:
    """Refuse doubles of which a derived table, where the server keeps one, would lose digits."""
    fixed = [(i, k.scale) for i, (_, k) in enumerate(columns) if k.kind == "dbl" and k.scale < v.ALL_DIGITS]
    if not fixed:
        return rows

    def checked(frame: Frame) -> Rows:
        found = rows(frame)
        if any(
            row[i] is not None and round(row[i], digits) != row[i] for row in found for i, digits in fixed
        ):
            raise unsupported("a double of a fixed number of digits in a derived table")
        return found

    return checked

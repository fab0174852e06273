"""INSERT, UPDATE, DELETE: what they leave in the tables."""

from __future__ import annotations

from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.expressions import Compiler
from agentgym.environments.database.world.mysql.keys import sort_key
from agentgym.environments.database.world.mysql.nodes import (
    Delete,
    Insert,
    Node,
    Select,
    Source,
    Union,
    Update,
    With,
)
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.queries.sources import From
from agentgym.environments.database.world.mysql.scope import Compiled, Frame, Place, Relation, Scope
from agentgym.environments.database.world.mysql.tables import Table, columns_of, implied, stored


def insert(statement: Insert, table: Table, queries: Queries) -> Table:
    """Return the table after an INSERT or REPLACE."""
    changed = table.copy()
    places = _places(statement.columns, table)
    if statement.ignore and (statement.replace or statement.duplicate):
        raise unsupported("IGNORE here")
    if statement.rows is not None:
        rows = [_given(row, table, places, queries) for row in statement.rows]
        single = len(rows) == 1
    else:
        plan = queries.plan(statement.query)
        if len(plan.columns) != len(places):
            raise server_error(1136, "21S01", "Column count doesn't match value count at row 1")
        kinds = [k for _, k in plan.columns]
        found = plan.rows([None, None])
        if reads(statement.query, {table.name}):
            # The server keeps the rows before it adds them, with the digits of their types, but not what is constant.
            for row in found:
                for value, kind in zip(row, kinds, strict=True):
                    if kind.kind == "dec" and value is not None and -value.as_tuple().exponent != kind.scale:
                        raise unsupported(
                            "decimals of other digits than are shown into the table that they are of"
                        )
        rows = [list(zip(row, kinds, strict=True)) for row in found]
        single = False
    later = _Duplicate(statement, table, queries) if statement.duplicate else None
    known = {name: {table.key_of(r, k): n for n, r in enumerate(changed.rows)} for name, k in table.uniques()}
    gone: set[int] = set()
    for values in rows:
        queries.clock.tick()
        _add(changed, values, places, known, gone, statement, later, single)
    if gone:
        changed.rows = [r for n, r in enumerate(changed.rows) if n not in gone]
    changed.arrange()
    queries.clock.hold(len(rows))
    return changed


_GIVEN = object()


def _given(row: tuple[Node, ...], table: Table, places: list[int], queries: Queries) -> list[Any]:
    if not row and not places:
        return []
    if len(row) != len(places):
        raise server_error(1136, "21S01", "Column count doesn't match value count at row 1")
    compiler = _Values(table, queries)
    values: list[Any] = []
    for node in row:
        if node[0] == "default":
            values.append((_GIVEN, v.NULL))
        else:
            made = compiler.compile(node)
            values.append((made.of([None, None]), made.type))
    return values


class _Values(Compiler):
    def __init__(self, table: Table, queries: Queries) -> None:
        super().__init__(Scope(), queries.within, "field list", queries.random)
        self.table = table

    def _col(self, node: Node) -> Compiled:
        if self.table.place(node[2]) >= 0:
            raise unsupported("columns within the values of an INSERT")
        return super()._col(node)


def _places(names: tuple[str, ...] | None, table: Table) -> list[int]:
    if names is None:
        return list(range(len(table.columns)))
    places = []
    for name in names:
        place = table.place(name)
        if place < 0:
            raise server_error(1054, "42S22", f"Unknown column '{name}' in 'field list'")
        if place in places:
            raise server_error(1110, "42000", f"Column '{name}' specified twice")
        places.append(place)
    return places


def _add(
    table: Table,
    values: list[Any],
    places: list[int],
    known: Any,
    gone: set[int],
    statement: Insert,
    later: Any,
    single: bool,
) -> None:
    row: list[Any] = [_GIVEN] * len(table.columns)
    for place, (value, kind) in zip(places, values, strict=True):
        column = table.columns[place]
        if value is _GIVEN:
            continue
        if value is None and column.required and not column.auto:
            if statement.ignore:
                row[place] = implied(column)
                continue
            if not single:
                raise unsupported("NULL for a column that must not be, in several rows")
            raise server_error(1048, "23000", f"Column '{column.name}' cannot be null")
        row[place] = stored(value, kind, column)
    for place, column in enumerate(table.columns):
        if row[place] is _GIVEN:
            if column.auto:
                row[place] = None
            elif column.has_default:
                row[place] = column.default
            else:
                row[place] = implied(column)
        if column.auto:
            if row[place] is None or row[place] == 0:
                row[place] = table.next
            table.next = max(table.next, row[place] + 1)
    made = tuple(row)
    for name, key in table.uniques():
        entry = table.key_of(made, key)
        if entry is None:
            continue
        other = known[name].get(entry)
        if other is None:
            continue
        if statement.ignore:
            return
        if statement.replace:
            gone.add(other)
            for other_name, other_key in table.uniques():
                known[other_name].pop(table.key_of(table.rows[other], other_key), None)
            continue
        if later is not None:
            later.apply(table, other, made, known)
            return
        raise _twice(table, made, name, key)
    number = len(table.rows)
    table.rows.append(made)
    for name, key in table.uniques():
        known[name][table.key_of(made, key)] = number


def _twice(table: Table, row: tuple[Any, ...], name: str, key: tuple[int, ...]) -> Exception:
    shown = "-".join(v.as_text(row[p], table.columns[p].type) for p in key)
    return server_error(1062, "23000", f"Duplicate entry '{shown}' for key '{name}'")


class _Duplicate:
    """``ON DUPLICATE KEY UPDATE``: assignments over the row that is there and the one that was to be."""

    def __init__(self, statement: Insert, table: Table, queries: Queries) -> None:
        scope = Scope()
        scope.relations = [Relation(table.name, columns_of(table)), Relation("\0new", columns_of(table))]
        scope.visible = [(0, i) for i in range(len(table.columns))]
        if statement.query is not None:
            raise unsupported("INSERT … SELECT … ON DUPLICATE KEY UPDATE")
        compiler = _New(scope, queries.within, "field list", queries.random)
        self.changes: list[tuple[int, Compiled]] = []
        for name, node in statement.duplicate:
            place = table.place(name)
            if place < 0:
                raise server_error(1054, "42S22", f"Unknown column '{name}' in 'field list'")
            if node[0] == "default":
                raise unsupported("DEFAULT here")
            self.changes.append((place, compiler.compile(node)))

    def apply(self, table: Table, number: int, new: tuple[Any, ...], known: Any) -> None:
        """Change a row."""
        old = table.rows[number]
        row = list(old)
        frame: Frame = [[None, None], None, row, new]
        for place, made in self.changes:
            row[place] = assigned(made.of(frame), made.type, table, place)
        _replaced(table, number, tuple(row), known)


class _New(Compiler):
    def _values(self, node: Node) -> Compiled:
        place: Place | None = self.scope.local("\0new", node[1], "field list")
        if place is None:
            raise server_error(1054, "42S22", f"Unknown column '{node[1]}' in 'field list'")
        slot, index = 3, place.column
        return Compiled(lambda f: f[slot][index], place.type, frozenset({1}))


def assigned(value: Any, kind: v.Type, table: Table, place: int) -> Any:
    """Return what an assignment stores."""
    column = table.columns[place]
    if value is None and column.required:
        raise unsupported("NULL for a column that must not be")
    return stored(value, kind, column)


def _replaced(table: Table, number: int, row: tuple[Any, ...], known: Any) -> None:
    """Put a changed row in the place of another.

    Raises:
        StatementError: a key is there already.
    """
    old = table.rows[number]
    for name, key in table.uniques():
        before, after = table.key_of(old, key), table.key_of(row, key)
        if before == after:
            continue
        if after is not None and known[name].get(after, number) != number:
            raise _twice(table, row, name, key)
        known[name].pop(before, None)
        known[name][after] = number
    table.rows[number] = row


# ---- UPDATE and DELETE ---------------------------------------------------------------------------------------


class _Rows:
    """The rows that a change finds, each with the numbers of the rows of its tables."""

    def __init__(
        self, source: Source, where: Node | None, queries: Queries, tables: dict[str, Table]
    ) -> None:
        self.scope = Scope()
        self.tables = From(queries, self.scope, numbered=True)
        made = self.tables.add(source)
        self.scope.visible = made.visible
        self.found: list[tuple[Any, ...]]
        base: Frame = [[None, None], None]
        conditions = []
        if where is not None:
            compiler = queries.compiler(self.scope, "where clause")
            conditions = [(where, compiler.condition(where), None)]
        left = list(conditions)
        rows = made.rows(base, left, queries.clock)
        tests = [c[1].of for c in left]
        self.found = [r for r in rows if all(t([*base, *r]) for t in tests)]

    def ordered(self, order: Any, limit: int | None, queries: Queries) -> None:
        """Sort and cut."""
        base: Frame = [[None, None], None]
        compiler = queries.compiler(self.scope, "order clause")
        for node, down in reversed(order):
            if node[0] == "lit" and isinstance(
                node[1], int
            ):  # A position, and there are no columns to count.
                raise server_error(1054, "42S22", f"Unknown column '{node[1]}' in 'ORDER BY'")
            made = compiler.compile(node)
            key = sort_key(made.type)
            self.found.sort(key=lambda r: key(made.of([*base, *r])), reverse=down)
        if limit is not None:
            self.found = self.found[:limit]

    def target(self, alias: str) -> int:
        """Return the place of a table by its name; -1 if there is none."""
        return next((s for s, r in enumerate(self.scope.relations) if r.alias == alias), -1)


def reads(node: Any, names: set[str]) -> bool:
    """Whether a query within a statement reads one of some tables."""
    if isinstance(node, Source) and node.kind == "table" and node.table in names:
        return True
    return isinstance(node, tuple) and any(reads(n, names) for n in node)


def queries_in(node: Any) -> list[Any]:
    """Return the queries within an expression."""
    if isinstance(node, (Select, Union, With)):
        return [node]
    if isinstance(node, tuple):
        return [q for n in node for q in queries_in(n)]
    return []


def update(statement: Update, queries: Queries, tables: dict[str, Table]) -> dict[str, Table]:
    """Return the tables after an UPDATE, by name: those that it changes."""
    joined = statement.source.kind == "join"
    if joined and (statement.order or statement.limit is not None):
        raise server_error(1221, "HY000", "Incorrect usage of UPDATE and ORDER BY")
    rows = _Rows(statement.source, statement.where, queries, tables)
    rows.ordered(statement.order, statement.limit, queries)
    compiler = queries.compiler(rows.scope, "field list")
    changes: list[tuple[int, int, Compiled]] = []
    for table_name, name, node in statement.changes:
        place = rows.scope.find(table_name, name, "field list")
        source = rows.tables.sources[place.slot]
        if source.kind != "table" or source.table not in tables or tables[source.table].view is not None:
            raise server_error(
                1288, "HY000", f"The target table {source.alias} of the UPDATE is not updatable"
            )
        if node[0] == "default":
            raise unsupported("DEFAULT in an UPDATE")
        changes.append((place.slot, place.column, compiler.compile(node)))
    targets = sorted({slot for slot, _, _ in changes})
    names = {rows.tables.sources[s].table for s in targets}
    if len(names) < len(targets):
        raise unsupported("two changes of one table at once")
    within = queries_in((statement.where, statement.changes))
    itself = any(reads(q, names) for q in within)
    if itself and any(-1 in queries.plan(q, rows.scope).needs for q in within):
        raise unsupported("a query in an UPDATE that reads the row and the table that is changed")
    if joined:
        _check_order(statement, changes)
    changed = {name: tables[name].copy() for name in names}
    known = {
        name: {k: {t.key_of(r, p): n for n, r in enumerate(t.rows)} for k, p in t.uniques()}
        for name, t in changed.items()
    }
    done: set[tuple[int, int]] = set()
    for row in rows.found:
        queries.clock.tick()
        frame: Frame = [[None, None], None, *(list(part) for part in row)]
        # Where a query within reads the table, the server computes all new values from the old ones.
        seen: Frame = [[None, None], None, *(list(part) for part in row)] if itself else frame
        touched = set()
        for slot, index, made in changes:
            number = row[slot][-1]
            if number is None or (slot, number) in done:
                continue
            table = changed[rows.tables.sources[slot].table]
            frame[slot + 2][index] = assigned(made.of(seen), made.type, table, index)
            touched.add((slot, number))
        for slot, number in touched:
            table = changed[rows.tables.sources[slot].table]
            _replaced(table, number, tuple(frame[slot + 2][:-1]), known[table.name])
        done |= touched
    for table in changed.values():
        table.arrange()
    return changed


def _check_order(statement: Update, changes: list[tuple[int, int, Compiled]]) -> None:
    """Of an UPDATE with joins the order of the assignments is nobody's promise."""
    names = {name.lower() for _, name, _ in statement.changes}

    def mentions(node: Any) -> bool:
        if isinstance(node, tuple) and len(node) == 3 and node[0] == "col" and isinstance(node[2], str):
            return node[2].lower() in names
        return isinstance(node, tuple) and any(mentions(n) for n in node)

    if len(statement.changes) > 1 and any(mentions(node) for _, _, node in statement.changes):
        raise unsupported("an UPDATE of joined tables that reads what it changes")


def delete(statement: Delete, queries: Queries, tables: dict[str, Table]) -> dict[str, Table]:
    """Return the tables after a DELETE, by name: those that it changes."""
    rows = _Rows(statement.source, statement.where, queries, tables)
    rows.ordered(statement.order, statement.limit, queries)
    names = statement.targets or (statement.source.alias,)
    changed: dict[str, Table] = {}
    for name in names:
        slot = rows.target(name)
        if slot < 0:
            raise server_error(1109, "42S02", f"Unknown table '{name}' in MULTI DELETE")
        source = rows.tables.sources[slot]
        if source.kind != "table" or source.table not in tables or tables[source.table].view is not None:
            raise server_error(1288, "HY000", f"The target table {name} of the DELETE is not updatable")
        table = changed.get(source.table) or tables[source.table].copy()
        gone = {row[slot][-1] for row in rows.found}
        table.rows = [r for n, r in enumerate(tables[source.table].rows) if n not in gone]
        changed[source.table] = table
    return changed

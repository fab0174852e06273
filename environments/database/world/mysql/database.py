"""A database in memory that runs statements: queries, changes, tables made and altered, questions about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import changes, matching
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import (
    ColumnSpec,
    Create,
    Delete,
    Insert,
    Select,
    Union,
    Update,
    With,
)
from agentgym.environments.database.world.mysql.parsing.statements import parse
from agentgym.environments.database.world.mysql.queries.plan import Columns, Rows, final
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.scope import Clock, Scope
from agentgym.environments.database.world.mysql.tables import Column, Table, columns_of, stored

NAME = "task"
"""Name of the database, as on the servers."""


class MySQL:
    """A database.

    Args:
        tables: what it holds, by name.
        random: draws a number.
    """

    def __init__(self, tables: dict[str, Table], random: Callable[[], float]) -> None:
        self.tables, self.random = tables, random
        self._queries: Queries | None = None

    def run(self, text: str, clock: Clock) -> Rows:
        """Run a statement; return its rows. Nothing is changed where it fails.

        Raises:
            StatementError: the server's error, or (``Unsupported``) what the embedded database does not do.
        """
        statement = parse(text)
        queries = self._queries = Queries(self._find, clock, self.random)
        queries.keys = self._keys
        if isinstance(statement, (Select, Union, With)):
            plan = queries.plan(statement)
            return [final(row, plan.columns) for row in plan.rows([None, None])]
        if isinstance(statement, Insert):
            table = self._table(*statement.table)
            self.tables[table.name] = changes.insert(statement, table, queries)
        elif isinstance(statement, Update):
            self.tables |= changes.update(statement, queries, self.tables)
        elif isinstance(statement, Delete):
            self.tables |= changes.delete(statement, queries, self.tables)
        elif isinstance(statement, Create):
            self._create(statement, queries)
        else:
            rows: Rows = getattr(self, f"_{statement.kind.lower()}")(*statement.parts)
            return rows
        return []

    # ---- tables ----------------------------------------------------------------------------------

    def _find(self, database: str, name: str) -> tuple[Columns, Callable[[], Rows]]:
        if database.lower() == "information_schema":
            return self._server_table(name.lower())
        table = self._known(database, name)
        if table.view is not None:
            columns, query = table.view
            queries = self._queries
            assert queries is not None
            named, queries.named = queries.named, []
            plan = queries.plan(query)
            queries.named = named
            if columns:
                made = tuple((c, k) for c, (_, k) in zip(columns, plan.columns, strict=True))
                return made, lambda: plan.rows([None, None])
            return plan.columns, lambda: plan.rows([None, None])
        return columns_of(table), lambda: table.rows

    def _keys(self, name: str) -> set[str]:
        table = self.tables[name]
        if table.view is not None:
            raise unsupported("hints about indexes of a view")
        return {n.lower() for n, _ in (*table.uniques(), *table.indexes)}

    def _server_table(self, name: str) -> tuple[Columns, Callable[[], Rows]]:
        """Return ``tables`` or ``columns`` of ``information_schema``, with the columns that are known here."""
        if any(t.view is not None for t in self.tables.values()):
            raise unsupported(f"information_schema.{name} beside views")
        if name == "tables":
            kept = sorted(n for n, t in self.tables.items() if not t.temporary)
            rows: Rows = [(NAME, t, "BASE TABLE", "InnoDB") for t in kept]
            names = ("table_schema", "table_name", "table_type", "engine")
            return tuple((n, v.STR) for n in names), lambda: rows
        if name != "columns":
            raise unsupported(f"information_schema.{name}")
        rows = []
        for table in sorted(n for n, t in self.tables.items() if not t.temporary):
            for place, (column, shown, null, key, _, extra) in enumerate(
                self._columns((NAME, table), None), 1
            ):
                rows.append((NAME, table, column, place, null, shown.partition("(")[0], shown, key, extra))
        texts = ("is_nullable", "data_type", "column_type", "column_key", "extra")
        first = (
            ("table_schema", v.STR),
            ("table_name", v.STR),
            ("column_name", v.STR),
            ("ordinal_position", v.INT),
        )
        return (*first, *((n, v.STR) for n in texts)), lambda: rows

    def _known(self, database: str, name: str) -> Table:
        if database and database != NAME:
            raise server_error(1142, "42000", f"SELECT command denied for table `{database}`.`{name}`")
        table = self.tables.get(name)
        if table is None:
            raise server_error(1146, "42S02", f"Table '{NAME}.{name}' doesn't exist")
        return table

    def _table(self, database: str, name: str) -> Table:
        table = self._known(database, name)
        if table.view is not None:
            raise unsupported("changes of views")
        return table

    def _create(self, statement: Create, queries: Queries) -> None:
        database, name = statement.name
        if database and database != NAME:
            raise server_error(1142, "42000", f"CREATE command denied for table `{database}`.`{name}`")
        if len(name) > 64 or not name.strip() or name != name.strip():
            raise unsupported("such a name")
        known = self.tables.get(name)
        if known is not None:
            if known.temporary != statement.temporary:
                raise unsupported("a temporary table of the name of another table")
            if statement.exists_ok:
                return
            if not statement.replace or (known.view is None) != (statement.kind == "TABLE"):
                raise server_error(1050, "42S01", f"Table '{name}' already exists")
            if statement.kind == "TABLE" and (statement.query is not None or statement.like is not None):
                raise unsupported("CREATE OR REPLACE TABLE of a query")
        if statement.kind == "VIEW":
            self._create_view(statement, queries)
            return
        if statement.like is not None:
            model = self._table(*statement.like).copy()
            model.name, model.rows, model.next, model.temporary = name, [], 1, statement.temporary
            self.tables[name] = model
            return
        if statement.query is not None:
            made = self._of_query(name, statement.query, queries)
            made.temporary, made.remarked = statement.temporary, statement.remarked
            self.tables[name] = made
            return
        if not statement.columns:
            raise server_error(1113, "42000", "A table must have at least 1 column")
        columns = [self._column(spec, queries) for spec in statement.columns]
        table = Table(name, columns)
        self._check_names(table)
        keys = list(statement.keys)
        for spec in statement.columns:
            if spec.key:
                keys.append((spec.key + (" " if spec.key == "UNIQUE" else ""), (spec.name,)))
        for kind, names in keys:
            self._add_key(table, kind, names)
        self._check_auto(table)
        table.temporary, table.remarked = statement.temporary, statement.remarked
        self.tables[name] = table

    def _check_names(self, table: Table) -> None:
        seen: set[str] = set()
        for column in table.columns:
            if column.name.lower() in seen:
                raise server_error(1060, "42S21", f"Duplicate column name '{column.name}'")
            if not column.name.strip() or column.name != column.name.rstrip() or len(column.name) > 64:
                raise unsupported("such a name of a column")
            seen.add(column.name.lower())

    def _check_auto(self, table: Table) -> None:
        auto = [i for i, c in enumerate(table.columns) if c.auto]
        if not auto:
            return
        first = {k[0] for _, k in (*table.uniques(), *table.indexes)}
        if len(auto) > 1 or auto[0] not in first:
            raise server_error(
                1075,
                "42000",
                "Incorrect table definition; there can be only one auto column and it must be defined as a key",
            )
        if table.columns[auto[0]].type.kind != "int":
            raise unsupported("AUTO_INCREMENT of this column")

    def _column(self, spec: ColumnSpec, queries: Queries) -> Column:
        kind, shown, size = spec.type
        column = Column(
            spec.name,
            kind,
            shown,
            required=spec.required or spec.key == "PRIMARY" or spec.auto,
            auto=spec.auto,
            size=size,
        )
        column.has_default = not column.required
        if spec.default is not None:
            made = queries.compiler(_NOTHING, "field list").compile(spec.default)
            value = made.of([None, None])
            if value is None and column.required:
                raise server_error(1067, "42000", f"Invalid default value for '{spec.name}'")
            column.default, column.has_default = stored(value, made.type, column), True
            if not _same_default(value, column.default):
                raise unsupported("a default that is changed as it is stored")
            if spec.auto:
                raise server_error(1067, "42000", f"Invalid default value for '{spec.name}'")
        return column

    def _add_key(self, table: Table, kind: str, names: tuple[str, ...]) -> None:
        places = []
        for name in names:
            place = table.place(name)
            if place < 0:
                raise server_error(1072, "42000", f"Key column '{name}' doesn't exist in table")
            if table.columns[place].type.kind == "str" and not table.columns[place].type.length:
                raise server_error(
                    1170, "42000", f"BLOB/TEXT column '{name}' used in key specification without a key length"
                )
            if place in places:
                raise server_error(1060, "42S21", f"Duplicate column name '{name}'")
            if table.columns[place].type.length > 700:
                raise unsupported("a key over so long a text")
            places.append(place)
        key = tuple(places)
        word, _, given = kind.partition(" ")
        if word == "INDEX":
            if given and any(n.lower() == given.lower() for n, _ in (*table.unique, *table.indexes)):
                raise server_error(1061, "42000", f"Duplicate key name '{given}'")
            table.indexes.append((given or names[0], key))
            return
        entries = [table.key_of(r, key) for r in table.rows]
        present = [e for e in entries if e is not None]
        if len(set(present)) < len(present):
            twice = next(e for n, e in enumerate(present) if e in present[:n])
            raise server_error(1062, "23000", f"Duplicate entry '{twice}' for key '{given or word}'")
        if word == "PRIMARY":
            if table.primary:
                raise server_error(1068, "42000", "Multiple primary key defined")
            if len(present) < len(entries):
                raise unsupported("a primary key over NULL")
            table.primary = key
            for place in places:
                old = table.columns[place]
                default = old.has_default and old.required
                table.columns[place] = old.copy(required=True, has_default=default or old.default is not None)
            table.arrange()
        else:
            name = given or names[0]
            taken = {n.lower() for n, _ in (*table.unique, *table.indexes)}
            if given and given.lower() in taken:
                raise server_error(1061, "42000", f"Duplicate key name '{given}'")
            count = 2
            while name.lower() in taken:
                name, count = f"{given or names[0]}_{count}", count + 1
            table.unique.append((name, key))

    def _create_view(self, statement: Create, queries: Queries) -> None:
        plan = queries.plan(statement.query)
        names = [c.name for c in statement.columns] or [n for n, _ in plan.columns]
        if len(names) != len(plan.columns):
            raise server_error(
                1353, "HY000", "View's SELECT and view's field list have different column counts"
            )
        lowered = [n.lower() for n in names]
        if len(set(lowered)) < len(lowered):
            raise server_error(1060, "42S21", "Duplicate column name")
        if changes.reads(statement.query, {t.name for t in self.tables.values() if t.temporary}):
            raise unsupported("a view of a temporary table")
        table = Table(statement.name[1], [])
        table.view = (tuple(names), statement.query)
        if changes.reads(statement.query, {statement.name[1]}):
            raise unsupported("a view of itself")
        self.tables[statement.name[1]] = table

    def _of_query(self, name: str, query: Any, queries: Queries) -> Table:
        """Make a table of a query: of columns that are plain ones of tables, whose definition goes along."""
        plan = queries.plan(query)
        if (
            not isinstance(query, Select)
            or query.group
            or query.source is None
            or query.source.kind != "table"
        ):
            raise unsupported("a table of such a query")
        source = self._table(query.source.database, query.source.table)
        columns = []
        for item in query.items:
            if item.node[0] == "star":
                columns += source.columns
                continue
            place = source.place(item.node[2]) if item.node[0] == "col" else -1
            if place < 0:
                raise unsupported("a table of a query with a computed column")
            column = source.columns[place]
            columns.append(column.copy(name=item.alias or column.name))
        if any(c.auto for c in columns):
            raise unsupported("a table of a query with a column that counts")
        table = Table(name, columns)
        self._check_names(table)
        table.rows = list(plan.rows([None, None]))
        queries.clock.hold(len(table.rows))
        return table

    # ---- other statements --------------------------------------------------------------------------

    def _drop(
        self, word: str, names: tuple[tuple[str, str], ...], exists_ok: bool, temporary: bool = False
    ) -> Rows:
        for database, _ in names:
            if database and database != NAME:
                if temporary:
                    raise unsupported("temporary tables of other databases")
                raise server_error(1142, "42000", "DROP command denied")
        missing = [
            n for _, n in names if n not in self.tables or (temporary and not self.tables[n].temporary)
        ]
        others = [
            n for _, n in names if n in self.tables and (self.tables[n].view is not None) != (word == "VIEW")
        ]
        if others:
            raise unsupported("DROP of a table as a view, or of a view as a table")
        for _, name in names:
            if name not in missing:
                self.tables.pop(name, None)
        if missing and not exists_ok:
            shown = ",".join(f"{NAME}.{n}" for n in missing)
            raise (
                server_error(4092, "42S02", f"Unknown VIEW: '{shown}'")
                if word == "VIEW"
                else server_error(1051, "42S02", f"Unknown table '{shown}'")
            )
        return []

    def _truncate(self, name: tuple[str, str]) -> Rows:
        table = self._table(*name).copy()
        table.rows, table.next = [], 1
        self.tables[table.name] = table
        return []

    def _rename(self, pairs: tuple[tuple[tuple[str, str], tuple[str, str]], ...]) -> Rows:
        if len(pairs) > 1:
            raise unsupported("RENAME of several tables")
        ((old, new),) = pairs
        self._rename_table(self._known(*old), new)
        return []

    def _rename_table(self, table: Table, new: tuple[str, str]) -> None:
        if new[0] and new[0] != NAME:
            raise server_error(1142, "42000", "Access denied")
        if new[1] in self.tables:
            raise server_error(1050, "42S01", f"Table '{new[1]}' already exists")
        changed = table.copy()
        changed.name = new[1]
        del self.tables[table.name]
        self.tables[new[1]] = changed

    def _index(self, name: str, table: tuple[str, str], columns: tuple[str, ...], unique: bool) -> Rows:
        changed = self._table(*table).copy()
        self._add_key(changed, f"{'UNIQUE' if unique else 'INDEX'} {name}", columns)
        self.tables[changed.name] = changed
        return []

    def _alter(self, name: tuple[str, str], steps: tuple[tuple[Any, ...], ...]) -> Rows:
        queries = self._queries
        assert queries is not None
        table = self._table(*name)
        if len(steps) > 1:
            self._check_steps(steps)
        elif steps[0][0] == "RENAME":
            self._rename_table(table, steps[0][1])
            return []
        changed = table.copy()
        for step in sorted(steps, key=lambda s: s[0] == "KEY"):
            self._altered(changed, step, queries)
        self._check_names(changed)
        self._check_auto(changed)
        self.tables[changed.name] = changed
        return []

    def _check_steps(self, steps: tuple[tuple[Any, ...], ...]) -> None:
        """Check that several alterations do not depend on one another."""
        if any(s[0] not in ("ADD", "DROP", "KEY", "SAY") for s in steps):
            raise unsupported("such alterations at once")
        names = [(s[1].name if s[0] == "ADD" else s[1]).lower() for s in steps if s[0] in ("ADD", "DROP")]
        if len(set(names)) < len(names):
            raise unsupported("several alterations of one column at once")

    def _altered(self, changed: Table, step: tuple[Any, ...], queries: Queries) -> None:
        if step[0] == "KEY":
            self._add_key(changed, *step[1])
        elif step[0] == "UNKEY":
            self._drop_key(changed, step[1])
        elif step[0] == "SAY":
            changed.remarked = changed.remarked or step[1]
        elif step[0] == "ADD":
            self._add_column(changed, step[1], step[2:], queries)
        elif step[0] == "DROP":
            self._drop_column(changed, step[1])
        elif step[0] == "COLUMN":
            place = self._place(changed, step[1])
            changed.columns[place] = changed.columns[place].copy(name=step[2])
        else:
            self._change_column(changed, step[1], step[2], step[3:], queries)

    def _drop_key(self, table: Table, name: str) -> None:
        if name.upper() == "PRIMARY":
            if not table.primary:
                raise server_error(1091, "42000", "Can't DROP INDEX `PRIMARY`; check that it exists")
            if table.unique:
                raise unsupported("DROP PRIMARY KEY beside another key")
            table.primary = ()
            return
        kept = [(n, k) for n, k in table.unique if n.lower() != name.lower()]
        indexes = [(n, k) for n, k in table.indexes if n.lower() != name.lower()]
        if len(kept) + len(indexes) == len(table.unique) + len(table.indexes):
            raise server_error(1091, "42000", f"Can't DROP INDEX `{name}`; check that it exists")
        table.unique, table.indexes = kept, indexes

    def _unindex(self, name: str, table: tuple[str, str]) -> Rows:
        changed = self._table(*table).copy()
        self._drop_key(changed, name)
        self._check_auto(changed)
        self.tables[changed.name] = changed
        return []

    def _place(self, table: Table, name: str) -> int:
        place = table.place(name)
        if place < 0:
            raise server_error(1054, "42S22", f"Unknown column '{name}' in '{table.name}'")
        return place

    def _add_column(
        self, table: Table, spec: ColumnSpec, position: tuple[str, str], queries: Queries
    ) -> None:
        if spec.auto or spec.key:
            raise unsupported("a key of a new column")
        column = self._column(spec, queries)
        if column.required and not column.has_default:
            from agentgym.environments.database.world.mysql.tables import implied

            value = implied(column)
        else:
            value = column.default
        place = 0 if position[0] == "FIRST" else len(table.columns)
        if position[0] == "AFTER":
            place = self._place(table, position[1]) + 1
        table.columns.insert(place, column)
        table.rows = [(*r[:place], value, *r[place:]) for r in table.rows]
        self._move_keys(table, lambda i: i + (i >= place))

    def _drop_column(self, table: Table, name: str) -> None:
        place = table.place(name)
        if place < 0:
            raise server_error(1091, "42000", f"Can't DROP COLUMN `{name}`; check that it exists")
        if len(table.columns) == 1:
            raise server_error(
                1090, "42000", "You can't delete all columns with ALTER TABLE; use DROP TABLE instead"
            )
        if any(place in k for _, k in (*table.uniques(), *table.indexes)):
            raise unsupported("DROP of a column of a key")
        del table.columns[place]
        table.rows = [(*r[:place], *r[place + 1 :]) for r in table.rows]
        self._move_keys(table, lambda i: i - (i > place))

    def _change_column(
        self, table: Table, name: str, spec: ColumnSpec, position: tuple[str, str], queries: Queries
    ) -> None:
        if position[0] or spec.key or spec.auto:
            raise unsupported("this change of a column")
        place = self._place(table, name)
        old = table.columns[place]
        if any(place in k for _, k in (*table.uniques(), *table.indexes)):
            raise unsupported("a change of a column of a key")
        column = self._column(spec, queries)
        rows = []
        for row in table.rows:
            value = row[place]
            if value is None and column.required:
                raise unsupported("NULL for a column that must not be")
            rows.append((*row[:place], stored(value, old.type, column), *row[place + 1 :]))
        table.columns[place] = column
        table.rows = rows

    def _move_keys(self, table: Table, move: Callable[[int], int]) -> None:
        table.primary = tuple(map(move, table.primary))
        table.unique = [(n, tuple(map(move, k))) for n, k in table.unique]
        table.indexes = [(n, tuple(map(move, k))) for n, k in table.indexes]

    # ---- about the database ------------------------------------------------------------------------

    def _tables(self, database: str, pattern: str | None, full: bool = False) -> Rows:
        if database and database != NAME:
            raise unsupported("tables of other databases")
        names = sorted(n for n, t in self.tables.items() if not t.temporary)
        if full:
            kinds = {n: "BASE TABLE" if self.tables[n].view is None else "VIEW" for n in names}
            return [(n, kinds[n]) for n in names if pattern is None or matching.like(n, pattern, "\\", False)]
        return [(n,) for n in names if pattern is None or matching.like(n, pattern, "\\", False)]

    def _databases(self, pattern: str | None) -> Rows:
        names = ("information_schema", NAME)
        return [(n,) for n in names if pattern is None or matching.like(n, pattern, "\\", False)]

    def _columns(self, name: tuple[str, str], pattern: str | None) -> Rows:
        table = self._table(*name)
        rows: Rows = []
        for place, column in enumerate(table.columns):
            if pattern is not None and not matching.like(column.name, pattern, "\\", False):
                continue
            key = "PRI" if place in table.primary else ""
            if not key:
                first = [k for _, k in table.unique if k[0] == place]
                key = "UNI" if any(len(k) == 1 for k in first) else "MUL" if first else ""
                key = key or ("MUL" if any(k[0] == place for _, k in table.indexes) else "")
            default = None if column.default is None else v.as_text(column.default, column.type)
            extra = "auto_increment" if column.auto else ""
            # The server's promotion of a unique key without NULL to a primary one is not known here.
            if key == "UNI" and column.required and not table.primary:
                raise unsupported("a table whose key is a unique one")
            rows.append((column.name, column.shown, "NO" if column.required else "YES", key, default, extra))
        return rows

    def _created(self, name: tuple[str, str]) -> Rows:
        table = self._table(*name)
        if (
            table.temporary
            or table.remarked
            or table.unique
            or table.indexes
            or any(c.auto or c.default is not None for c in table.columns)
        ):
            raise unsupported("SHOW CREATE TABLE of this table")
        lines = []
        for column in table.columns:
            rest = " NOT NULL" if column.required else " DEFAULT NULL"
            lines.append(f"  `{column.name.replace('`', '``')}` {column.shown}{rest}")
        if table.primary:
            shown = ",".join(f"`{table.columns[p].name}`" for p in table.primary)
            lines.append(f"  PRIMARY KEY ({shown})")
        text = f"CREATE TABLE `{table.name}` (\n" + ",\n".join(lines)
        return [(table.name, text + "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci")]

    # ---- the session -------------------------------------------------------------------------------

    def _use(self, name: str) -> Rows:
        if name != NAME:
            raise unsupported("other databases")
        return []

    def _nothing(self) -> Rows:
        return []


def _same_default(given: Any, kept: Any) -> bool:
    """Whether a default is what was written, whatever type it was written in."""
    if given is None or not isinstance(given, str):
        return bool(given == kept or (isinstance(kept, str) and v.as_text(given) == kept))
    if isinstance(kept, (int, float, Decimal)):
        return re.fullmatch(r"-?\d+(\.\d+)?", given) is not None and Decimal(given) == Decimal(str(kept))
    return given == v.as_text(kept)


_NOTHING = Scope()

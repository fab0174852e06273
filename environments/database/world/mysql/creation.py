"""Making and dropping tables, views and indexes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import changes
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.catalogue import NAME, Catalogue
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.nodes import (
    ColumnSpec,
    Create,
    Select,
)
from agentgym.environments.database.world.mysql.queries.plan import Rows
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.scope import Scope
from agentgym.environments.database.world.mysql.tables import Column, Table, stored


class Creation(Catalogue):
    """Makes and drops tables, views and indexes."""

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
        word, _, given = kind.partition(" ")
        for name in names:
            place = table.place(name)
            if place < 0:
                raise server_error(1072, "42000", f"Key column '{name}' doesn't exist in table")
            if table.columns[place].type.kind == "str" and not table.columns[place].type.length:
                if word != "PRIMARY":  # of its beginning, or of a hash, as SHOW CREATE TABLE tells
                    if len(names) > 1:
                        raise unsupported("a key over a text and something else")
                    table.remarked = True
                    places.append(place)
                    continue
                raise server_error(
                    1170, "42000", f"BLOB/TEXT column '{name}' used in key specification without a key length"
                )
            if place in places:
                raise server_error(1060, "42S21", f"Duplicate column name '{name}'")
            if table.columns[place].type.length > 700:
                raise unsupported("a key over so long a text")
            places.append(place)
        key = tuple(places)
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
            columns.append(column.copy(name=item.alias or item.node[2]))
        if any(c.auto for c in columns):
            raise unsupported("a table of a query with a column that counts")
        table = Table(name, columns)
        self._check_names(table)
        table.rows = list(plan.rows([None, None]))
        queries.clock.hold(len(table.rows))
        return table

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


def _same_default(given: Any, kept: Any) -> bool:
    """Whether a default is what was written, whatever type it was written in."""
    if given is None or not isinstance(given, str):
        return bool(given == kept or (isinstance(kept, str) and v.as_text(given) == kept))
    if isinstance(kept, (int, float, Decimal)):
        return re.fullmatch(r"-?\d+(\.\d+)?", given) is not None and Decimal(given) == Decimal(str(kept))
    return given == v.as_text(kept)


_NOTHING = Scope()

"""What tables there are: found by name, and told to who asks about them."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.environments.database.world.mysql import matching
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.queries.plan import Columns, Rows
from agentgym.environments.database.world.mysql.queries.queries import Queries
from agentgym.environments.database.world.mysql.tables import Table, columns_of

NAME = "task"
"""Name of the database, as on the servers."""


class Catalogue:
    """The tables of a database.

    Args:
        tables: by name.
        random: draws a number.
    """

    def __init__(self, tables: dict[str, Table], random: Callable[[], float]) -> None:
        self.tables, self.random = tables, random
        self._queries: Queries | None = None

    def _find(self, database: str, name: str) -> tuple[Columns, Callable[[], Rows]]:
        if database.lower() == "information_schema":
            return self._server_table(name.lower())
        table = self._known(database, name)
        if table.view is not None:
            columns, query = table.view
            queries = self._queries
            assert queries is not None
            named, queries.named = queries.named, []
            plan = queries.derived(query)
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

    def _indexed(self, name: str) -> set[str]:
        table = self.tables.get(name)
        if table is None or table.view is not None:
            return set()
        return {
            table.columns[p].name.lower() for _, places in (*table.uniques(), *table.indexes) for p in places
        }

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

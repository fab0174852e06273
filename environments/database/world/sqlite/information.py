"""``information_schema``, as queries of SQLite's own tables."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from agentgym.environments.database.world.sqlite.dialect import NotTranslated

_SERVER_TABLES = {
    "tables": (
        "SELECT 'task' AS table_schema, name AS table_name, "
        "CASE type WHEN 'view' THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type "
        "FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ),
    "columns": (
        "SELECT 'task' AS table_schema, m.name AS table_name, p.name AS column_name, p.cid + 1 AS ordinal_position, "
        "LOWER(p.type) AS data_type, LOWER(p.type) AS column_type, "
        "CASE WHEN p.pk THEN 'PRI' ELSE '' END AS column_key, "
        "CASE WHEN p.\"notnull\" THEN 'NO' ELSE 'YES' END AS is_nullable "
        "FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type IN ('table', 'view') "
        "AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ),
}


def server_table(table: exp.Table) -> None:
    """Replace a table of ``information_schema`` by a query, and drop the name of the database before others.

    Raises:
        NotTranslated: a table of the server that is not shown.
    """
    schema = table.db.lower()
    if not schema:
        return
    if schema == "information_schema":
        query = _SERVER_TABLES.get(table.name.lower())
        if query is None:
            raise NotTranslated(f"1109 (42S02): Unknown table '{table.name}' in information_schema")
        source = sqlglot.parse_one(query, read="sqlite")
        table.replace(
            exp.Subquery(this=source, alias=exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
        )
    elif schema in ("mysql", "performance_schema", "sys"):
        raise NotTranslated(f"1142 (42000): SELECT command denied for table '{table.name}'")
    elif schema not in ("main", "temp"):
        table.set("db", None)  # the database's own name in front of its table

"""Writing the tables of a database as statements, in any backend's words."""

from __future__ import annotations

from agentgym.environments.database.world.content import Column, Database, Table, Value

TYPES = {
    "sqlite": {
        "text": "TEXT COLLATE AI_CI",
        "integer": "INTEGER",
        "real": "REAL",
        "date": "DATE COLLATE AI_CI",
    },
    "mysql": {"text": "TEXT", "integer": "BIGINT", "real": "DOUBLE", "date": "DATE"},
    "postgresql": {"text": "TEXT", "integer": "BIGINT", "real": "DOUBLE PRECISION", "date": "DATE"},
}
"""Types of columns; other servers get PostgreSQL's, which are the standard's."""
_FAMILY = {"mariadb": "mysql"}


def quoted(name: str, dialect: str) -> str:
    """Quote an identifier.

    >>> quoted("a`b", "mysql"), quoted('a"b', "postgresql")
    ('`a``b`', '"a""b"')
    """
    mark = "`" if dialect in ("mysql", "mariadb", "sqlite") else '"'
    return mark + name.replace(mark, mark * 2) + mark


def definition(table: Table, dialect: str) -> str:
    """Return ``CREATE TABLE``."""
    types = TYPES.get(_FAMILY.get(dialect, dialect), TYPES["postgresql"])

    def column(c: Column) -> str:
        key = " PRIMARY KEY" if c.name == table.key else ""
        return f"{quoted(c.name, dialect)} {types[c.type]}{key}"

    return f"CREATE TABLE {quoted(table.name, dialect)} ({', '.join(column(c) for c in table.columns)})"


def selection(table: Table, dialect: str) -> str:
    """Return the ``SELECT`` of all columns in order."""
    columns = ", ".join(quoted(c.name, dialect) for c in table.columns)
    return f"SELECT {columns} FROM {quoted(table.name, dialect)}"


def insertion(table: Table, dialect: str) -> str:
    """Return one ``INSERT`` of all rows."""
    rows = ", ".join("(" + ", ".join(literal(v, dialect) for v in row) + ")" for row in table.rows)
    return f"INSERT INTO {quoted(table.name, dialect)} VALUES {rows}"


def script(database: Database, dialect: str) -> list[str]:
    """Return the statements that make all tables of a database."""
    statements: list[str] = []
    for table in database.tables:
        statements.append(definition(table, dialect))
        if table.rows:
            statements.append(insertion(table, dialect))
    return statements


def literal(value: Value, dialect: str) -> str:
    """Write a value.

    >>> literal("it's", "mysql"), literal(None, "postgresql"), literal(2.5, "mysql")
    ("'it''s'", 'NULL', '2.5')
    """
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return repr(value)
    text = value.replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if dialect in ("mysql", "mariadb") else text) + "'"

"""Writing the tables of a database as statements, in any backend's words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from agentgym.environments.database.content import Column, Table, Value

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


def insertion(table: Table, dialect: str, literal: Callable[[Any], str]) -> str:
    """Return one ``INSERT`` of all rows, values written by ``literal``; empty where there are none."""
    if not table.rows:
        return ""
    rows = ", ".join("(" + ", ".join(literal(v) for v in row) + ")" for row in table.rows)
    return f"INSERT INTO {quoted(table.name, dialect)} VALUES {rows}"


def parameters(table: Table) -> list[tuple[Value | datetime.date, ...]]:
    """Return the rows as parameters for a driver that wants dates as dates."""
    dates = [c.type == "date" for c in table.columns]
    if not any(dates):
        return list(table.rows)
    return [
        tuple(
            datetime.date.fromisoformat(v) if d and isinstance(v, str) else v
            for d, v in zip(dates, row, strict=True)
        )
        for row in table.rows
    ]

"""Tables that a model wrote as SQL, read as values: nothing of it is run."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from agentgym.environments.database.world.content import Column, ColumnType, Database, Table, Value
from agentgym.environments.database.world.quiet import quiet

MOST_TABLES, MOST_COLUMNS, MOST_ROWS = 6, 16, 200
_CHARACTERS, _STATEMENT = 20_000, 4_000
_KINDS: dict[type[exp.Expr], str] = {exp.Insert: "INSERT", exp.Update: "UPDATE", exp.Delete: "DELETE"}


class TablesError(Exception):
    """The text is no tables, or more than a task may have; the message says why."""


def kind_of(statement: str) -> str:
    """Return INSERT, UPDATE, DELETE; ``""`` if it is none of these, or not one statement."""
    if len(statement) > _STATEMENT:
        return ""
    try:
        with quiet():
            trees = sqlglot.parse(statement, read="mysql")
    except (SqlglotError, RecursionError):
        return ""
    return _KINDS.get(type(trees[0]), "") if len(trees) == 1 and trees[0] is not None else ""


def read(script: str) -> Database:
    """Return the database that CREATE TABLE and INSERT statements describe.

    Its name is made of its content.

    Raises:
        TablesError: something else is in it, or a value is no plain one.
    """
    if len(script) > _CHARACTERS:
        raise TablesError(f"the tables take {len(script)} characters (at most {_CHARACTERS})")
    try:
        with quiet():
            trees = [t for t in sqlglot.parse(script, read="mysql") if t is not None]
    except (SqlglotError, RecursionError) as error:
        raise TablesError(f"the tables are no SQL: {str(error).splitlines()[0]:.120}") from None
    made: dict[str, Table] = {}
    rows: dict[str, list[tuple[Value, ...]]] = {}
    for tree in trees:
        if isinstance(tree, exp.Create) and tree.kind == "TABLE":
            table = _table(tree)
            if table.name.lower() in made:
                raise TablesError(f"the table {table.name} is made twice")
            made[table.name.lower()], rows[table.name.lower()] = table, []
        elif isinstance(tree, exp.Insert):
            name, found = _rows(tree, made)
            rows[name] += found
        else:
            raise TablesError(f"the tables hold something else than CREATE TABLE and INSERT: {tree.key}")
    if not made:
        raise TablesError("there is no CREATE TABLE in the tables")
    if len(made) > MOST_TABLES or any(len(found) > MOST_ROWS for found in rows.values()):
        raise TablesError(f"more than {MOST_TABLES} tables, or {MOST_ROWS} rows in one")
    if not any(rows.values()):
        raise TablesError("no table has a row")
    filled = tuple(msgspec.structs.replace(table, rows=tuple(rows[name])) for name, table in made.items())
    return Database(f"invented_{hashlib.sha256(msgspec.json.encode(filled)).hexdigest()[:10]}", filled)


def _table(tree: exp.Create) -> Table:
    described = tree.this
    if not isinstance(described, exp.Schema) or not isinstance(described.this, exp.Table):
        raise TablesError("a CREATE TABLE without columns")
    columns, key = [], ""
    for part in described.expressions:
        if isinstance(part, exp.ColumnDef):
            kind: ColumnType = _type(part)
            columns.append(Column(part.name, kind))
            if part.find(exp.PrimaryKeyColumnConstraint):
                key = part.name
        elif isinstance(part, exp.PrimaryKey) and len(part.expressions) == 1:
            key = part.expressions[0].name
    names = [c.name.lower() for c in columns]
    if not columns or len(columns) > MOST_COLUMNS or len(set(names)) != len(names) or "" in names:
        raise TablesError(
            f"a table has 1 to {MOST_COLUMNS} columns of different names; {described.this.name} has not"
        )
    return Table(described.this.name, tuple(columns), key=key)


def _type(column: exp.ColumnDef) -> ColumnType:
    kind = column.args.get("kind")
    name = kind.this.name if isinstance(kind, exp.DataType) else "TEXT"
    if name in ("BIT", "BOOLEAN", "YEAR") or name.endswith("INT"):
        return "integer"
    if name in ("FLOAT", "DOUBLE", "UDOUBLE") or "DECIMAL" in name:
        return "real"
    return "date" if name == "DATE" else "text"


def _rows(tree: exp.Insert, made: dict[str, Table]) -> tuple[str, list[tuple[Value, ...]]]:
    target = tree.this
    listed = [c.name.lower() for c in target.expressions] if isinstance(target, exp.Schema) else None
    name = (target.this if isinstance(target, exp.Schema) else target).name.lower()
    if name not in made:
        raise TablesError(f"rows for a table {name!r} that is not made")
    table = made[name]
    columns = [c.name.lower() for c in table.columns]
    if not isinstance(tree.expression, exp.Values):
        raise TablesError(f"the rows of {name} are not given as VALUES")
    if listed is not None and not set(listed) <= set(columns):
        raise TablesError(f"rows of {name} name a column that it has not")
    found = []
    for row in tree.expression.expressions:
        values = [_value(v) for v in (row.expressions if isinstance(row, exp.Tuple) else [row])]
        if len(values) != len(listed or columns):
            raise TablesError(
                f"a row of {name} has {len(values)} values for {len(listed or columns)} columns"
            )
        given = dict(zip(listed or columns, values, strict=True))
        found.append(tuple(_fitting(given.get(n), c) for n, c in zip(columns, table.columns, strict=True)))
    return name, found


def _value(tree: Any) -> Value:
    if isinstance(tree, exp.Null):
        return None
    if isinstance(tree, exp.Boolean):
        return int(bool(tree.this))
    sign, tree = (-1, tree.this) if isinstance(tree, exp.Neg) else (1, tree)
    if isinstance(tree, exp.Literal):
        if tree.is_string:
            return str(tree.this)
        try:
            number = float(tree.this)
        except ValueError:
            number = float("nan")
        if number == number and abs(number) < 1e15:
            return sign * (int(number) if number.is_integer() else number)
    raise TablesError(f"a value that is no plain one: {tree.sql():.60}")


def _fitting(value: Value, column: Column) -> Value:
    if value is None:
        return None
    if column.type in ("text", "date"):
        return str(value)
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            raise TablesError(f"{value!r:.40} in the column {column.name}, which holds numbers") from None
        return int(number) if number.is_integer() else number
    return value

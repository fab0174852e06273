"""From a MySQL statement to one that SQLite runs with the same effect.

sqlglot translates; three things are added: a comparison of a text with a number compares numbers (MySQL converts
the text, SQLite the number), changes through joins or with a limit become changes by row id, and the server's own
tables (``information_schema``) become queries of SQLite's.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from agentgym.environments.database.sqlite.dialect import (
    COLLATION,
    REPLACED,
    MySQLOnSQLite,
    collated,
    plus_zero,
)

# Remarks on what another dialect lacks are no news here: what matters is reported as an error of the statement.
logging.getLogger("sqlglot").addFilter(lambda record: record.levelno >= logging.ERROR)

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_CONVERTED = (exp.Column, exp.Func, exp.Subquery, exp.Paren)
_COMPARED = {*_COMPARISONS, exp.Between, exp.In}
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg)
_NUMERIC = (*_ARITHMETIC, exp.Count, exp.Sum, exp.Avg, exp.Length, exp.Round, exp.Abs, exp.Ceil, exp.Floor)
_QUERIES = (exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery)
_CHANGES = (exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Alter, exp.TruncateTable)
_SESSION = (exp.Transaction, exp.Commit, exp.Rollback, exp.Use, exp.Set)


class NotTranslated(Exception):
    """A statement that the embedded server does not take; the message is the server's answer."""


class Statement:
    """A parsed statement.

    Attributes:
        tree: sqlglot's tree.
        sql: the statement for SQLite; empty where it has no effect there (``SET``, ``USE``).
        about: it asks about the database (``SHOW``, ``DESCRIBE``), see :mod:`.catalogue`.
    """

    def __init__(self, tree: exp.Expression, sql: str) -> None:
        self.tree = tree
        self.sql = sql
        self.about = isinstance(tree, (exp.Show, exp.Describe))


@functools.lru_cache(maxsize=512)
def translate(text: str) -> Statement:
    """Translate one MySQL statement.

    Raises:
        NotTranslated: no statement, several, a syntax error, or one that a database account may not use.
    """
    tree = _parse(text)
    if isinstance(tree, (exp.Show, exp.Describe)):
        return Statement(tree, "")
    if isinstance(tree, _SESSION):
        _check_session(tree)
        return Statement(tree, _transaction(tree))
    if not isinstance(tree, (*_QUERIES, *_CHANGES, exp.Values)):
        raise NotTranslated(f"1227 (42000): Access denied; {_verb(text)} is not allowed for this account")
    if isinstance(tree, (exp.Create, exp.Drop)) and tree.args.get("kind") not in ("TABLE", "VIEW", "INDEX"):
        raise NotTranslated(f"1044 (42000): Access denied; {_verb(text)} is not allowed for this account")
    try:
        tree = _rewrite(tree)
        sql = tree.sql(dialect=MySQLOnSQLite, identify=True, unsupported_level=ErrorLevel.IGNORE)
    except (SqlglotError, RecursionError, ValueError) as error:
        raise NotTranslated(f"1235 (42000): This statement is not supported: {_line(error)}") from None
    return Statement(tree, sql)


def _parse(text: str) -> exp.Expression:
    head = text.lstrip()
    replacing = head[:8].lower() == "replace "
    if replacing:  # sqlglot does not read REPLACE; it is an INSERT that deletes first
        text = "INSERT " + head[8:]
    try:
        trees = [t for t in sqlglot.parse(text, read="mysql") if t is not None]
    except (SqlglotError, RecursionError) as error:
        raise NotTranslated(f"1064 (42000): You have an error in your SQL syntax: {_line(error)}") from None
    if not trees:
        raise NotTranslated("1065 (42000): Query was empty")
    if len(trees) > 1:
        raise NotTranslated(
            "1064 (42000): You have an error in your SQL syntax; send one statement at a time"
        )
    tree = trees[0]
    if replacing and isinstance(tree, exp.Insert):
        tree.set("alternative", "REPLACE")
    return tree


def _check_session(tree: exp.Expression) -> None:
    if isinstance(tree, exp.Set) and any(e.args.get("kind") == "GLOBAL" for e in tree.expressions):
        raise NotTranslated("1227 (42000): Access denied; SET GLOBAL is not allowed for this account")
    if isinstance(tree, exp.Use) and tree.this is not None and tree.this.name.lower() != "task":
        raise NotTranslated(f"1044 (42000): Access denied to database '{tree.this.name}'")


def _transaction(tree: exp.Expression) -> str:
    if isinstance(tree, exp.Transaction):
        return "BEGIN"
    return {exp.Commit: "COMMIT", exp.Rollback: "ROLLBACK"}.get(type(tree), "")


def _rewrite(tree: exp.Expression) -> exp.Expression:
    # From the leaves up: a replaced node keeps the replaced nodes below it.
    for node in reversed(list(tree.walk(bfs=True))):
        kind = type(node)
        if kind in _COMPARED:
            _compare(node)
        elif kind is exp.Table:
            _server_table(node)
        elif kind in REPLACED:
            other = REPLACED[kind](node)
            if other is not node:
                _swap(node, other)
    while isinstance(tree, exp.Subquery) and not tree.args.get("limit"):
        tree = tree.this
    if isinstance(tree, exp.TruncateTable):
        return exp.delete(tree.expressions[0])
    if isinstance(tree, exp.Insert) and isinstance(tree.expression, exp.Values):
        for row in tree.expression.expressions:
            _keep_digits(row.expressions)
    if isinstance(tree, exp.Update):
        return _update(tree)
    return _delete(tree) if isinstance(tree, exp.Delete) else tree


def _swap(node: exp.Expression, other: exp.Expression) -> None:
    """Put a node where another was, which may have become a part of it."""
    parent, key, index = node.parent, node.arg_key, node.index
    if parent is None or key is None:
        raise ValueError("an expression is no statement")
    if index is None:
        parent.set(key, other)
    else:
        parent.set(key, other, index)


# ---- texts and numbers ----------------------------------------------------------------------------


def _compare(node: exp.Expression) -> None:
    if isinstance(node.parent, exp.Update) and node.arg_key == "expressions":
        return  # an assignment
    operands = [node.this, *_others(node)]
    numeric = [_is_number(o) for o in operands]
    if any(numeric):
        for operand, already in zip(operands, numeric, strict=True):
            if not already and isinstance(operand, _CONVERTED):
                _wrap(operand, plus_zero)
    elif not any(isinstance(o, (exp.Column, exp.Collate, exp.Paren, exp.Tuple)) for o in operands):
        # Only columns bring the collation along; the results of functions have none.
        _wrap(node.this, lambda inner: collated(inner, COLLATION))


def _wrap(node: exp.Expression, around: Callable[[exp.Expression], exp.Expression]) -> None:
    parent, key, index = node.parent, str(node.arg_key), node.index
    assert parent is not None
    parent.set(key, around(node), index)


def _keep_digits(values: list[exp.Expression]) -> None:
    """Write decimal numbers as text: in a text column ``6.50`` stays so, other columns take the number."""
    for value in values:
        number = value.this if isinstance(value, exp.Neg) else value
        if isinstance(number, exp.Literal) and not number.is_string and "." in number.this:
            sign = "-" if number is not value else ""
            _wrap(value, lambda _, text=f"{sign}{number.this}": exp.Literal.string(text))  # type: ignore[misc]


def _others(node: exp.Expression) -> list[exp.Expression]:
    if isinstance(node, exp.Between):
        return [node.args["low"], node.args["high"]]
    if isinstance(node, exp.In):
        return list(node.expressions)
    return [node.expression]


def _is_number(node: exp.Expression | None) -> bool:
    if isinstance(node, exp.Paren):
        return _is_number(node.this)
    if isinstance(node, exp.Literal):
        return not node.is_string
    if isinstance(node, exp.Subquery):
        inner = node.this
        return (
            isinstance(inner, exp.Select) and len(inner.expressions) == 1 and _is_number(inner.expressions[0])
        )
    if isinstance(node, exp.Alias):
        return _is_number(node.this)
    if isinstance(node, exp.Cast):
        return node.args["to"].this in exp.DataType.NUMERIC_TYPES
    if isinstance(node, (exp.Add, exp.Sub)) and isinstance(node.expression, exp.Interval):
        return False
    return isinstance(node, _NUMERIC)


# ---- changes ----------------------------------------------------------------------------------------


def _update(tree: exp.Update) -> exp.Expression:
    table = tree.this
    _keep_digits([a.expression for a in tree.expressions])
    for assignment in tree.expressions:
        if not isinstance(assignment.this, exp.Column):
            raise NotTranslated("1064 (42000): You have an error in your SQL syntax near SET")
    joins = table.args.pop("joins", None) or []
    if joins:
        targets = {a.this.table for a in tree.expressions}
        condition = exp.and_(*(j.args["on"] for j in joins if j.args.get("on")), _where(tree), copy=False)
        tables = [table, *(j.this for j in joins)]
        changed = next((t for t in tables if t.alias_or_name in targets), table)
        others = [t for t in tables if t is not changed]
        source = exp.From(this=others[0])
        for other in others[1:]:
            source.this.append("joins", exp.Join(this=other))
        tree.set("this", changed)
        tree.set("from_", source)
        tree.set("where", exp.Where(this=condition))
    elif tree.args.get("limit"):
        _by_row(tree, table)
    for assignment in tree.expressions:
        assignment.this.set("table", None)
        assignment.this.set("db", None)
    tree.set("order", None)
    tree.set("limit", None)
    return tree


def _delete(tree: exp.Delete) -> exp.Expression:
    table = tree.this
    named = tree.args.get("tables")
    if named or table.args.get("joins"):
        targets = named or [table]
        if len(targets) > 1:
            raise NotTranslated("1235 (42000): DELETE from several tables at once is not supported here")
        joins = table.args.get("joins") or []
        tables = {t.alias_or_name: t for t in (table, *(j.this for j in joins))}
        target = tables.get(targets[0].name)
        if target is None:
            raise NotTranslated(f"1109 (42S02): Unknown table '{targets[0].name}' in MULTI DELETE")
        rows = exp.select(exp.column("rowid", target.alias_or_name)).from_(table.copy())
        where = _where(tree)
        rows = rows.where(where.copy()) if where is not None else rows
        bare = (
            exp.to_table(target.name, dialect="mysql")
            if not target.this
            else exp.Table(this=target.this.copy())
        )
        tree.set("tables", None)
        tree.set("this", bare)
        tree.set("where", exp.Where(this=exp.In(this=exp.column("rowid"), query=rows.subquery())))
    elif tree.args.get("limit"):
        _by_row(tree, table)
    tree.set("order", None)
    tree.set("limit", None)
    return tree


def _by_row(tree: exp.Expression, table: exp.Expression) -> None:
    """``… ORDER BY … LIMIT n`` of a change: of the rows that a query with this order and limit finds."""
    rows = exp.select(exp.column("rowid")).from_(table.copy())
    where, order = _where(tree), tree.args.get("order")
    rows = rows.where(where.copy()) if where is not None else rows
    if order is not None:
        rows.set("order", order.copy())
    rows.set("limit", tree.args["limit"].copy())
    tree.set("where", exp.Where(this=exp.In(this=exp.column("rowid"), query=rows.subquery())))


def _where(tree: exp.Expression) -> exp.Expression | None:
    where = tree.args.get("where")
    return where.this if where is not None else None


# ---- the server's own tables ----------------------------------------------------------------------

_SERVER_TABLES = {
    "tables": (
        "SELECT 'task' AS table_schema, name AS table_name, "
        "CASE type WHEN 'view' THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type "
        "FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ),
    "columns": (
        "SELECT 'task' AS table_schema, m.name AS table_name, p.name AS column_name, p.cid + 1 AS ordinal_position, "
        "LOWER(p.type) AS data_type, LOWER(p.type) AS column_type, "
        "CASE WHEN p.pk THEN 'PRI' ELSE '' END AS column_key, CASE WHEN p.\"notnull\" THEN 'NO' ELSE 'YES' END AS is_nullable "
        "FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type IN ('table', 'view') "
        "AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ),
}


def _server_table(table: exp.Table) -> None:
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


def _verb(text: str) -> str:
    return (text.split() or ["?"])[0].upper()[:30]


def _line(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).split("\n")[0][:200]

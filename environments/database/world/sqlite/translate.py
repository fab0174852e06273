"""From a MySQL statement to one that SQLite runs with the same effect.

sqlglot translates; three things are added: a comparison of a text with a number compares numbers (MySQL converts
the text, SQLite the number), changes through joins or with a limit become changes by row id, and the server's own
tables (``information_schema``) become queries of SQLite's.
"""

from __future__ import annotations

import functools

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from agentgym.environments.database.world.quiet import quiet
from agentgym.environments.database.world.sqlite import plain
from agentgym.environments.database.world.sqlite.changes import delete, keep_digits, update
from agentgym.environments.database.world.sqlite.dialect import (
    COLLATION,
    REPLACED,
    MySQLOnSQLite,
    NotTranslated,
    collated,
    plus_zero,
    put,
)
from agentgym.environments.database.world.sqlite.information import server_table

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_CONVERTED = (exp.Column, exp.Func, exp.Subquery, exp.Paren)
_COMPARED = {*_COMPARISONS, exp.Between, exp.In}
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg)
_NUMERIC = (*_ARITHMETIC, exp.Count, exp.Sum, exp.Avg, exp.Length, exp.Round, exp.Abs, exp.Ceil, exp.Floor)
_QUERIES = (exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery)
_CHANGES = (exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Alter, exp.TruncateTable)
_SESSION = (exp.Transaction, exp.Commit, exp.Rollback, exp.Use, exp.Set)


class Statement:
    """A parsed statement.

    Attributes:
        tree: sqlglot's tree; ``None`` where it did not have to be parsed.
        sql: the statement for SQLite; empty where it has no effect there (``SET``, ``USE``).
        about: it asks about the database (``SHOW``, ``DESCRIBE``), see :mod:`.catalogue`.
    """

    def __init__(self, tree: exp.Expr | None, sql: str) -> None:
        self.tree = tree
        self.sql = sql
        self.about = isinstance(tree, (exp.Show, exp.Describe))


@functools.lru_cache(maxsize=512)
def translate(text: str) -> Statement:
    """Translate one MySQL statement.

    Raises:
        NotTranslated: no statement, several, a syntax error, or one that a database account may not use.
    """
    simple = plain.translate(text)
    if simple:
        return Statement(None, simple)
    return parsed(text)


def parsed(text: str) -> Statement:
    """Translate as :func:`translate` does, always by sqlglot."""
    return _translated(_parse(text), text)


def _translated(tree: exp.Expr, text: str) -> Statement:
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


def _parse(text: str) -> exp.Expr:
    head = text.lstrip()
    replacing = head[:8].lower() == "replace "
    if replacing:  # sqlglot does not read REPLACE; it is an INSERT that deletes first
        text = "INSERT " + head[8:]
    try:
        with quiet():
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


def _check_session(tree: exp.Expr) -> None:
    if isinstance(tree, exp.Set) and any(e.args.get("kind") == "GLOBAL" for e in tree.expressions):
        raise NotTranslated("1227 (42000): Access denied; SET GLOBAL is not allowed for this account")
    if isinstance(tree, exp.Use) and tree.this is not None and tree.this.name.lower() != "task":
        raise NotTranslated(f"1044 (42000): Access denied to database '{tree.this.name}'")


def _transaction(tree: exp.Expr) -> str:
    if isinstance(tree, exp.Transaction):
        return "BEGIN"
    return "COMMIT" if isinstance(tree, exp.Commit) else "ROLLBACK" if isinstance(tree, exp.Rollback) else ""


def _rewrite(tree: exp.Expr) -> exp.Expr:
    # From the leaves up: a replaced node keeps the replaced nodes below it.
    for node in reversed(list(tree.walk(bfs=True))):
        kind = type(node)
        if kind in _COMPARED:
            _compare(node)
        elif isinstance(node, exp.Table):
            server_table(node)
        elif kind in REPLACED:
            put(node, REPLACED[kind])
    while isinstance(tree, exp.Subquery) and not tree.args.get("limit"):
        tree = tree.this
    if isinstance(tree, exp.TruncateTable):
        return exp.delete(tree.expressions[0])
    if isinstance(tree, exp.Insert) and isinstance(tree.expression, exp.Values):
        for row in tree.expression.expressions:
            keep_digits(row.expressions)
    if isinstance(tree, exp.Update):
        return update(tree)
    return delete(tree) if isinstance(tree, exp.Delete) else tree


# ---- texts and numbers ----------------------------------------------------------------------------


def _compare(node: exp.Expr) -> None:
    if isinstance(node.parent, exp.Update) and node.arg_key == "expressions":
        return  # an assignment
    operands = [node.this, *_others(node)]
    numeric = [_is_number(o) for o in operands]
    if any(numeric):
        for operand, already in zip(operands, numeric, strict=True):
            if not already and isinstance(operand, _CONVERTED):
                put(operand, plus_zero)
    elif not any(isinstance(o, (exp.Column, exp.Collate, exp.Paren, exp.Tuple)) for o in operands):
        # Only columns bring the collation along; the results of functions have none.
        put(node.this, lambda inner: collated(inner, COLLATION))


def _others(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Between):
        return [node.args["low"], node.args["high"]]
    if isinstance(node, exp.In):
        return list(node.expressions)
    return [node.expression]


def _is_number(node: exp.Expr | None) -> bool:
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


def _verb(text: str) -> str:
    return (text.split() or ["?"])[0].upper()[:30]


def _line(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).split("\n")[0][:200]

"""MySQL's expressions in SQLite's words: nodes of sqlglot's tree, replaced by calls of our :mod:`.functions`.

The tree is changed and sqlglot's own generator writes it: a generator of ours could not be a subclass where
sqlglot is compiled (``sqlglot[c]``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite

COLLATION = "AI_CI"
"""Our collation, like MySQL's ``utf8mb4_0900_ai_ci``: neither case nor accents count."""

Node = exp.Expr
_Type = exp.DataType.Type
_INTEGERS = {_Type.BIGINT, _Type.UBIGINT, _Type.INT, _Type.UINT, _Type.SMALLINT, _Type.TINYINT}
_TIMES = {
    _Type.DATE: "DATE",
    _Type.DATETIME: "DATETIME",
    _Type.TIMESTAMP: "DATETIME",
    _Type.TIMESTAMPTZ: "DATETIME",
}


class NotTranslated(Exception):
    """A statement that the embedded server does not take; the message is the server's answer."""


class MySQLOnSQLite(SQLite):
    """SQLite with backticks: a quoted name that does not exist is an error there, never a text."""


MySQLOnSQLite.IDENTIFIER_START = MySQLOnSQLite.IDENTIFIER_END = "`"


def put(node: Node, make: Callable[[Any], Node]) -> None:
    """Put what ``make`` returns for a node in its place; the node may become a part of that."""
    parent, key, index = node.parent, node.arg_key, node.index
    other = make(node)
    if other is node:
        return
    if parent is None or key is None:
        raise ValueError("an expression is no statement")
    parent.set(key, other, index)


def call(name: str, *arguments: Node | str | int | None) -> Node:
    """Return a call of a function of SQLite's or ours."""
    return exp.Anonymous(this=name, expressions=[_node(a) for a in arguments if a is not None])


def plus_zero(node: Node) -> Node:
    """Return ``(node + 0)``: a text's leading number, as MySQL converts it."""
    return exp.Paren(this=exp.Add(this=node, expression=exp.Literal.number(0)))


def collated(node: Node, collation: str) -> Node:
    """Return ``(node COLLATE …)``."""
    return exp.Paren(this=exp.Collate(this=node, expression=exp.Var(this=collation)))


def _node(value: Node | str | int) -> Node:
    if isinstance(value, exp.Expr):
        return value
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def _calls(name: str, *arguments: str) -> Callable[[Any], Node]:
    return lambda node: call(name, *(node.args.get(a) for a in arguments))


def _cast(node: exp.Cast) -> Node:
    target, inner = node.args["to"], node.this
    if target.this in (_Type.DECIMAL, _Type.UDECIMAL):
        sizes = target.expressions
        digits = sizes[1].this if len(sizes) > 1 else exp.Literal.number(0)
        return exp.Round(this=plus_zero(inner), decimals=digits)
    if target.this in (_Type.BINARY, _Type.VARBINARY):
        return collated(_as(inner, "text"), "BINARY")
    if target.this in _TIMES:
        return call(_TIMES[target.this], inner)
    if target.this in _INTEGERS:
        return _as(inner, "int")
    if target.this in (_Type.DOUBLE, _Type.FLOAT):
        return _as(inner, "double")
    return collated(_as(inner, "text"), COLLATION)


def _as(node: Node, kind: str) -> Node:
    return exp.Cast(this=node, to=exp.DataType(this=_Type[kind.upper()], nested=False))


def _group_concat(node: exp.GroupConcat) -> Node:
    """Call our aggregate: separator, distinct or not, one direction per sort key, the keys, the value."""
    inner: Node = node.this
    keys: list[Node] = []
    if isinstance(inner, exp.Order):
        keys, inner = inner.expressions, inner.this
    distinct = isinstance(inner, exp.Distinct)
    value = inner.expressions[0] if isinstance(inner, exp.Distinct) else inner
    directions = "".join("d" if k.args.get("desc") else "a" for k in keys)
    separator = node.args.get("separator") or exp.Literal.string(",")
    return call("MYSQL_GROUP_CONCAT", separator, int(distinct), directions, *(k.this for k in keys), value)


def _count(node: exp.Count) -> Node:
    inner = node.this
    if isinstance(inner, exp.Distinct) and len(inner.expressions) > 1:
        inner.set("expressions", [call("ROW_KEY", *inner.expressions)])
    return node


def _shift(date: Node, amount: Node, unit: Node | None, sign: int) -> Node:
    """``DATE_ADD(d, INTERVAL 1 DAY)``: our function takes the number and the unit apart."""
    if isinstance(amount, exp.Interval):
        amount, unit = amount.this, amount.args.get("unit")
    if sign < 0:
        amount = exp.Neg(this=exp.Paren(this=amount))
    return call("DATE_SHIFT", date, amount, str(unit.this if unit is not None else "DAY"))


def _plus(node: exp.Add | exp.Sub) -> Node:
    sign = -1 if isinstance(node, exp.Sub) else 1
    if isinstance(node.expression, exp.Interval):
        return _shift(node.this, node.expression, None, sign)
    return _shift(node.expression, node.this, None, sign) if isinstance(node.this, exp.Interval) else node


def _collate(node: exp.Collate) -> Node:
    name = str(node.expression.name or node.expression).lower()
    return exp.Collate(
        this=node.this, expression=exp.Var(this="BINARY" if name.endswith("bin") else COLLATION)
    )


def _length(node: exp.Length) -> Node:
    inner = _as(node.this, "blob") if node.args.get("binary") else node.this
    return exp.Length(this=inner)


def _xor(node: exp.Xor) -> Node:
    left, right = (exp.Paren(this=exp.Not(this=exp.Paren(this=n))) for n in (node.this, node.expression))
    return exp.Paren(this=exp.NEQ(this=left, expression=right))


def _elapsed(node: exp.TimestampDiff) -> Node:
    return call("TIMESTAMPDIFF", str(node.args["unit"].this), node.expression, node.this)


def _anonymous(node: exp.Anonymous) -> Node:
    return call("SUBSTR", *node.expressions) if node.name.upper() == "MID" else node


def _column(node: exp.ColumnDef) -> Node:
    """A text column that a model makes compares as the others do."""
    kind = node.args.get("kind")
    if isinstance(kind, exp.DataType) and kind.this in exp.DataType.TEXT_TYPES:
        kind.set("expressions", [])
        constraint = exp.ColumnConstraint(kind=exp.CollateColumnConstraint(this=exp.Var(this=COLLATION)))
        node.set("constraints", [constraint, *node.args.get("constraints", [])])
    return node


def _union(node: exp.SetOperation) -> Node:
    """SQLite takes no parentheses around the parts of a union."""
    for side in ("this", "expression"):
        part = node.args[side]
        if isinstance(part, exp.Subquery) and not part.alias:
            inner = part.this
            plain = (
                isinstance(inner, exp.Select) and not inner.args.get("order") and not inner.args.get("limit")
            )
            node.set(side, inner if plain else exp.Select(expressions=[exp.Star()]).from_(part))
    return node


REPLACED: dict[type[Node], Callable[[Any], Node]] = {
    exp.Add: _plus,
    exp.Anonymous: _anonymous,
    exp.Cast: _cast,
    exp.Collate: _collate,
    exp.ColumnDef: _column,
    exp.Count: _count,
    exp.CurrentDate: lambda _: call("CURDATE"),
    exp.CurrentSchema: lambda _: call("DATABASE"),
    exp.CurrentTimestamp: lambda _: call("NOW"),
    exp.CurrentVersion: lambda _: call("VERSION"),
    exp.DateAdd: lambda node: _shift(node.this, node.expression, node.args.get("unit"), 1),
    exp.DateDiff: _calls("DATEDIFF", "this", "expression"),
    exp.Except: _union,
    exp.Intersect: _union,
    exp.Union: _union,
    exp.DateSub: lambda node: _shift(node.this, node.expression, node.args.get("unit"), -1),
    exp.Dayname: _calls("DAYNAME", "this"),
    exp.GroupConcat: _group_concat,
    exp.Left: lambda node: call("SUBSTR", node.this, 1, node.expression),
    exp.Length: _length,
    exp.NumberToStr: _calls("NUMBER_FORMAT", "this", "format"),
    exp.Rand: lambda _: call("MYSQL_RAND"),
    exp.Right: _calls("RIGHT_PART", "this", "expression"),
    exp.StddevPop: _calls("STDDEV_POP", "this"),
    exp.StrPosition: _calls("LOCATE", "substr", "this", "position"),
    exp.StrToDate: _calls("STR_TO_DATE", "this", "format"),
    exp.Sub: _plus,
    exp.SubstringIndex: _calls("SUBSTRING_INDEX", "this", "delimiter", "count"),
    exp.TimeToStr: _calls("DATE_TEXT", "this", "format"),
    exp.TimestampDiff: _elapsed,
    exp.Trunc: _calls("TRUNCATE", "this", "decimals"),
    exp.TsOrDsToDate: _calls("DATE", "this"),
    exp.VariancePop: _calls("VARIANCE_POP", "this"),
    exp.Xor: _xor,
}
"""What is written otherwise, by the class of the node."""

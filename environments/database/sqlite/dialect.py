"""MySQL's statements written for SQLite: what sqlglot leaves open, functions of ours fill (:mod:`.functions`)."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite

COLLATION = "AI_CI"
"""Our collation, like MySQL's ``utf8mb4_0900_ai_ci``: neither case nor accents count."""

_CAST_TYPES = {
    exp.DataType.Type.DATE: "DATE",
    exp.DataType.Type.DATETIME: "DATETIME",
    exp.DataType.Type.TIMESTAMP: "DATETIME",
}
_INTEGERS = {exp.DataType.Type.BIGINT, exp.DataType.Type.UBIGINT, exp.DataType.Type.INT, exp.DataType.Type.UINT}


def _cast(self: Any, node: exp.Cast) -> str:
    target = node.args["to"].this
    inner = self.sql(node, "this")
    if target == exp.DataType.Type.DECIMAL or target == exp.DataType.Type.UDECIMAL:
        sizes = node.args["to"].expressions
        digits = self.sql(sizes[1]) if len(sizes) > 1 else "0"
        return f"ROUND({inner} + 0, {digits})"
    if target in (exp.DataType.Type.BINARY, exp.DataType.Type.VARBINARY):
        return f"(CAST({inner} AS TEXT) COLLATE BINARY)"
    if target in _CAST_TYPES:
        return f"{_CAST_TYPES[target]}({inner})"
    if target in _INTEGERS:
        return f"CAST({inner} AS INTEGER)"
    if target in (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT):
        return f"CAST({inner} AS REAL)"
    return f"(CAST({inner} AS TEXT) COLLATE {COLLATION})"


def _group_concat(self: Any, node: exp.GroupConcat) -> str:
    """Call our aggregate: separator, distinct or not, one direction per sort key, the keys, the value."""
    inner: exp.Expression = node.this
    separator = node.args.get("separator") or exp.Literal.string(",")
    keys: list[exp.Expression] = []
    if isinstance(inner, exp.Order):
        keys, inner = inner.expressions, inner.this
    distinct = isinstance(inner, exp.Distinct)
    values = inner.expressions if isinstance(inner, exp.Distinct) else [inner]
    directions = "".join("d" if k.args.get("desc") else "a" for k in keys)
    value = " || ".join(self.sql(v) for v in values)
    parts = [self.sql(separator), str(int(distinct)), f"'{directions}'", *(self.sql(k.this) for k in keys), value]
    return f"MYSQL_GROUP_CONCAT({', '.join(parts)})"


def _count(self: Any, node: exp.Count) -> str:
    inner = node.this
    if isinstance(inner, exp.Distinct) and len(inner.expressions) > 1:
        return f"COUNT(DISTINCT ROW_KEY({', '.join(self.sql(e) for e in inner.expressions)}))"
    return str(self.function_fallback_sql(node))


def _interval(self: Any, node: exp.Expression, sign: str) -> str:
    """``DATE_ADD(d, INTERVAL 1 DAY)``: our function takes the number and the unit apart."""
    amount, unit = node.expression, node.args.get("unit")
    if isinstance(amount, exp.Interval):
        amount, unit = amount.this, amount.args.get("unit")
    return f"DATE_SHIFT({self.sql(node, 'this')}, {sign}({self.sql(amount)}), '{unit or 'DAY'}')"


def _plus(self: Any, node: exp.Binary) -> str:
    if isinstance(node.expression, exp.Interval):
        return _interval(self, node, "-" if isinstance(node, exp.Sub) else "")
    if isinstance(node.this, exp.Interval):
        amount = node.this
        return f"DATE_SHIFT({self.sql(node.expression)}, {self.sql(amount.this)}, '{amount.args['unit']}')"
    return str(self.binary(node, "-" if isinstance(node, exp.Sub) else "+"))


def _collate(self: Any, node: exp.Collate) -> str:
    exact = str(node.expression.name or node.expression).lower().endswith(("_bin", "_cs", "binary"))
    return f"{self.sql(node, 'this')} COLLATE {'BINARY' if exact else COLLATION}"


def _length(self: Any, node: exp.Length) -> str:
    inner = self.sql(node, "this")
    return f"LENGTH(CAST({inner} AS BLOB))" if node.args.get("binary") else f"LENGTH({inner})"


def _named(name: str, *arguments: str) -> Any:
    return lambda self, node: self.func(name, *(node.args.get(a) for a in arguments))


class MySQLOnSQLite(SQLite):
    """SQLite with backticks: a quoted name that does not exist is an error there, never a text."""

    class Tokenizer(SQLite.Tokenizer):
        """Backticks first: the generator writes with them."""

        IDENTIFIERS: ClassVar[list[Any]] = ["`", '"']

    class Generator(SQLite.Generator):
        """Writes SQLite's dialect with our functions."""

        TRANSFORMS: ClassVar[dict[Any, Any]] = {
            **SQLite.Generator.TRANSFORMS,
            exp.Add: _plus,
            exp.Sub: _plus,
            exp.Cast: _cast,
            exp.Collate: _collate,
            exp.Count: _count,
            exp.CurrentSchema: lambda *_: "DATABASE()",
            exp.CurrentVersion: lambda *_: "VERSION()",
            exp.DateAdd: lambda self, node: _interval(self, node, ""),
            exp.DateSub: lambda self, node: _interval(self, node, "-"),
            exp.DateDiff: _named("DATEDIFF", "this", "expression"),
            exp.GroupConcat: _group_concat,
            exp.Left: lambda self, node: self.func("SUBSTR", node.this, exp.Literal.number(1), node.expression),
            exp.Length: _length,
            exp.NumberToStr: _named("NUMBER_FORMAT", "this", "format"),
            exp.Rand: lambda *_: "MYSQL_RAND()",
            exp.Right: _named("RIGHT_PART", "this", "expression"),
            exp.Stddev: _named("STDDEV_POP", "this"),
            exp.StrPosition: _named("LOCATE", "substr", "this", "position"),
            exp.StrToDate: _named("STR_TO_DATE", "this", "format"),
            exp.TimestampDiff: lambda self, node: (
                f"TIMESTAMPDIFF('{node.args.get('unit')}', {self.sql(node, 'expression')}, {self.sql(node, 'this')})"
            ),
            exp.TimeToStr: _named("DATE_TEXT", "this", "format"),
            exp.Trunc: _named("TRUNCATE", "this", "decimals"),
            exp.Xor: lambda self, node: f"((NOT {self.sql(node, 'this')}) <> (NOT {self.sql(node, 'expression')}))",
        }

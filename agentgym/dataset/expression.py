"""The filter language: comparisons of an episode's fields, joined by ``and``, ``or`` and ``not``.

    reward == 1 and env != 'Mind2Web' or reward >= 2/3

Its grammar is a small part of Python's, so precedence is as everyone knows it; nothing is ever evaluated as Python.
Fields, numbers and texts are checked before a log is read, and an error points at its column.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from agentgym.errors import OptionError, nearest

Kind = Literal["number", "text", "truth", "none", "list"]
Value = Any
Fields = Mapping[str, Value]
Evaluate = Callable[[Fields], Value]

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_EQUAL = 1e-9
"""Rewards are sums of fractions: numbers this close are the same."""
_LONGEST = 10_000
_DEEPEST = 100


class Filter:
    """A filter that was read and checked.

    Args:
        text: the expression.
        fields: the fields that there are, and whether each is a number, a text or a truth value; a name that ends in
            ``.*`` stands for any name that begins so.

    Raises:
        OptionError: the text is no expression of the language; the message shows the column.
    """

    def __init__(self, text: str, fields: Mapping[str, Kind]) -> None:
        self.text = text.strip()
        self._evaluate = _Compiler(self.text, fields).whole()

    def __call__(self, fields: Fields) -> bool:
        """Whether an episode with these fields is kept; a comparison with a field that has no value is not true."""
        return bool(self._evaluate(fields))

    def __str__(self) -> str:
        return self.text


class _Part(NamedTuple):
    kind: Kind
    evaluate: Evaluate


class _Compiler:
    def __init__(self, text: str, fields: Mapping[str, Kind]) -> None:
        self.text = text
        self.fields = fields
        self.depth = 0

    def whole(self) -> Evaluate:
        if not self.text or len(self.text) > _LONGEST:
            raise OptionError(f"A filter has 1 to {_LONGEST} characters, got {len(self.text)}.")
        try:
            # Line breaks are blanks: a filter in a file may have several lines.
            tree = ast.parse(self.text.replace("\n", " "), mode="eval")
        except SyntaxError as error:
            raise self.error(max(0, (error.offset or 1) - 1), f"{error.msg}") from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise self.error(0, f"it cannot be read ({error})") from None
        part = self.part(tree.body)
        if part.kind != "truth":
            raise self.wrong(tree.body, f"a filter is a condition, this is a {part.kind}")
        return part.evaluate

    def part(self, node: ast.expr) -> _Part:
        if self.depth >= _DEEPEST:
            raise self.wrong(node, f"there are more than {_DEEPEST} parts within each other")
        self.depth += 1
        try:
            return self.parts(node)
        finally:
            self.depth -= 1

    def parts(self, node: ast.expr) -> _Part:
        match node:
            case ast.BoolOp():
                return self.joined(node)
            case ast.UnaryOp(op=ast.Not()):
                inner = self.truth(node.operand)
                return _Part("truth", lambda f: not inner(f))
            case ast.UnaryOp(op=ast.USub()):
                number = self.number(node.operand)
                return _Part("number", lambda f: None if (x := number(f)) is None else -x)
            case ast.BinOp():
                return self.arithmetic(node)
            case ast.Compare():
                return self.compared(node)
            case ast.Name() | ast.Attribute():
                return self.field(node)
            case ast.Constant():
                return self.constant(node)
            case ast.List() | ast.Tuple():
                return self.listed(node)
        raise self.wrong(node, f"{type(node).__name__.lower()} is not part of the filter language")

    def joined(self, node: ast.BoolOp) -> _Part:
        parts = [self.truth(v) for v in node.values]
        if isinstance(node.op, ast.And):
            return _Part("truth", lambda f: all(p(f) for p in parts))
        return _Part("truth", lambda f: any(p(f) for p in parts))

    def arithmetic(self, node: ast.BinOp) -> _Part:
        apply = _ARITHMETIC.get(type(node.op))
        if apply is None:
            raise self.wrong(node, "the operators on numbers are + - * /")
        left, right = self.number(node.left), self.number(node.right)

        def evaluate(fields: Fields) -> float | None:
            a, b = left(fields), right(fields)
            try:
                return None if a is None or b is None else float(apply(a, b))
            except (ZeroDivisionError, OverflowError):
                return None

        return _Part("number", evaluate)

    def compared(self, node: ast.Compare) -> _Part:
        nodes = [node.left, *node.comparators]
        parts = [self.part(n) for n in nodes]
        pairs = [
            self.pair(op, (nodes[i], parts[i]), (nodes[i + 1], parts[i + 1])) for i, op in enumerate(node.ops)
        ]
        return _Part("truth", lambda f: all(p(f) for p in pairs))

    def pair(self, op: ast.cmpop, left: tuple[ast.expr, _Part], right: tuple[ast.expr, _Part]) -> Evaluate:
        (_, a), (node, b) = left, right
        if isinstance(op, ast.In | ast.NotIn):
            if b.kind not in ("list", "text") or (b.kind == "text" and a.kind != "text"):
                raise self.wrong(node, "`in` needs a list, or a text in a text")
            wanted = isinstance(op, ast.In)
            return lambda f: _within(a.evaluate(f), b.evaluate(f)) is wanted
        if "none" not in (a.kind, b.kind) and a.kind != b.kind:
            raise self.wrong(node, f"a {a.kind} is compared with a {b.kind}")
        if isinstance(op, ast.Eq | ast.Is):
            return lambda f: _same(a.evaluate(f), b.evaluate(f))
        if isinstance(op, ast.NotEq | ast.IsNot):
            nothing = "none" in (a.kind, b.kind)
            return lambda f: _differ(a.evaluate(f), b.evaluate(f), nothing)
        compare = _COMPARISONS[type(op)]
        if not {a.kind, b.kind} <= {"number", "text"}:
            raise self.wrong(node, "only numbers and texts have an order")
        ordered = isinstance(op, ast.LtE | ast.GtE)

        def evaluate(fields: Fields) -> bool:
            x, y = a.evaluate(fields), b.evaluate(fields)
            if x is None or y is None:
                return False
            return ordered if _same(x, y) else compare(x, y)

        return evaluate

    def field(self, node: ast.Name | ast.Attribute) -> _Part:
        name = self.name(node)
        constants: dict[str, _Part] = {
            "true": _Part("truth", lambda _: True), "false": _Part("truth", lambda _: False),
            "none": _Part("none", lambda _: None), "null": _Part("none", lambda _: None),
        }  # fmt: skip
        if name in constants:
            return constants[name]
        kind = self.fields.get(name) or self.fields.get(f"{name.partition('.')[0]}.*" if "." in name else "")
        if kind is None:
            raise self.wrong(
                node,
                f"there is no field {name!r}; fields: {', '.join(self.fields)}.{nearest(name, self.fields)}",
            )
        return _Part(kind, lambda f: f.get(name))

    def name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute):
            return f"{self.name(node.value)}.{node.attr}"
        if isinstance(node, ast.Name):
            return node.id
        raise self.wrong(node, "only fields have a dot")

    def constant(self, node: ast.Constant) -> _Part:
        value = node.value
        if isinstance(value, bool):
            return _Part("truth", lambda _: value)
        if isinstance(value, int | float):
            return _Part("number", lambda _: value)
        if isinstance(value, str):
            return _Part("text", lambda _: value)
        if value is None:
            return _Part("none", lambda _: None)
        raise self.wrong(node, f"{type(value).__name__} is not part of the filter language")

    def listed(self, node: ast.List | ast.Tuple) -> _Part:
        parts = [self.part(e).evaluate for e in node.elts]
        return _Part("list", lambda f: [p(f) for p in parts])

    def truth(self, node: ast.expr) -> Evaluate:
        part = self.part(node)
        if part.kind != "truth":
            raise self.wrong(node, f"a condition is expected here, this is a {part.kind}")
        return part.evaluate

    def number(self, node: ast.expr) -> Evaluate:
        part = self.part(node)
        if part.kind != "number":
            raise self.wrong(node, f"a number is expected here, this is a {part.kind}")
        return part.evaluate

    def wrong(self, node: ast.expr, what: str) -> OptionError:
        # The tree counts bytes, people count characters.
        column = len(self.text.encode()[: node.col_offset].decode("utf-8", "replace"))
        return self.error(column, what)

    def error(self, column: int, what: str) -> OptionError:
        shown = self.text.replace("\n", " ")
        return OptionError(f"Filter, column {column + 1}: {what}.\n  {shown}\n  {' ' * column}^")


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) <= _EQUAL
    return bool(a == b)


def _differ(a: Value, b: Value, nothing: bool) -> bool:
    """Whether two values differ; a value that is missing differs only where it is asked about itself."""
    if not nothing and (a is None or b is None):
        return False
    return not _same(a, b)


def _within(a: Value, b: Value) -> bool | None:
    if a is None or b is None:
        return None
    return a in b if isinstance(b, str) else any(_same(a, x) for x in b)

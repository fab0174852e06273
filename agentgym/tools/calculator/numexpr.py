"""Expressions as numexpr computes them, for the paper's calculator: its types, its texts, its refusals.

Read by Python's parser and walked, never run: names are pi and e, functions those of numexpr, whole numbers are C longs
at the end, ``/`` is always a float, ``^`` is the exclusive or.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from agentgym.tools.calculator.expressions import NotComputable

Value = int | float | bool

_LONGEST = 2_000
_LARGEST_BITS = 16_384
_LONG = 2**63
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.BitXor: operator.xor, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
}  # fmt: skip
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos, ast.USub: operator.neg, ast.Invert: operator.invert,
}  # fmt: skip
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip


def _same(x: Value) -> Value:
    return x


def _where(condition: Value, yes: Value, no: Value) -> Value:
    return yes if condition else no


def _round(x: Value) -> float:
    return float(round(x))


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": abs, "conj": _same, "where": _where, "arctan2": math.atan2, "fmod": math.fmod,
    "sqrt": math.sqrt, "exp": math.exp, "expm1": math.expm1, "log": math.log, "log10": math.log10, "log1p": math.log1p,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "arcsinh": math.asinh, "arccosh": math.acosh,
    "arctanh": math.atanh, "floor": lambda x: float(math.floor(x)), "ceil": lambda x: float(math.ceil(x)),
    "round": _round,
}  # fmt: skip


def evaluate(expression: str) -> str:
    """Return the value of an expression as text.

    Raises:
        NotComputable: numexpr would raise an error.
    """
    if len(expression) > _LONGEST:
        raise NotComputable("the expression is too long")
    try:
        value = _value(ast.parse(expression.strip(), mode="eval").body)
    except (SyntaxError, ArithmeticError, ValueError, TypeError, RecursionError, MemoryError) as error:
        raise NotComputable(f"{type(error).__name__}: {error}") from None
    if isinstance(value, int) and not -_LONG <= value < _LONG:
        raise NotComputable("the value is no C long")
    return str(value)


def _value(node: ast.expr) -> Value:
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case ast.Name(id="pi"):
            return math.pi
        case ast.Name(id="e"):
            return math.e
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            return _checked(_UNARY[type(op)](_value(operand)))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left), _value(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            a, b = _value(left), _value(right)
            if isinstance(op, ast.LShift | ast.RShift) and not 0 <= b < 64:
                raise NotComputable("shifted too far")
            return _checked(_BINARY[type(op)](a, b))
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [_value(left), *map(_value, others)]
            pairs = zip(ops, values, values[1:], strict=False)
            return all(
                _COMPARED[type(op)](a, b) if type(op) in _COMPARED else _refuse(op) for op, a, b in pairs
            )
        case ast.IfExp(test=test, body=body, orelse=other):
            return _value(body) if _value(test) else _value(other)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _checked(_FUNCTIONS[name](*map(_value, args)))
    refused: Value = _refuse(node)
    return refused


def _refuse(node: ast.AST) -> Any:
    raise NotComputable(f"{type(node).__name__} is not known")


def _checked(value: Value) -> Value:
    if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
        raise NotComputable("the value is too large")
    return value


def _power(base: Value, exponent: Value) -> Value:
    if isinstance(base, int) and isinstance(exponent, int):
        if exponent < 0:
            return float(base) ** exponent
        if base.bit_length() * exponent > _LARGEST_BITS:
            raise NotComputable("the power is too large")
        return int(base**exponent)
    value: Any = base**exponent
    return math.nan if isinstance(value, complex) else float(value)

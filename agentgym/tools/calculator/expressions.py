"""Expressions as people write them: exact, bounded, without ``eval``.

``+ - * / // % ** ^`` (``^`` is a power), brackets of both kinds, thousands commas, ``$``, ``15%``, a letter beside a
number as a product (``2x``), functions and the constants pi and e. Numbers are fractions as long as that is exact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

Number = Fraction | float

_TOKEN = re.compile(
    r"\s*+(?:(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d++)(?:\.\d*+)?(?:[eE][+-]?\d+(?![\w.]))?|\.\d+)"
    r"|(?P<name>[A-Za-z]++)|(?P<sign>\*\*|//|[-+*/%^()\[\],−×÷·]))"
)
_SAME = {"−": "-", "×": "*", "·": "*", "÷": "/", "^": "**", "[": "(", "]": ")"}
_LONGEST = 2_000
_DEEPEST = 100
_LARGEST_EXPONENT = 4_096
_LARGEST_BITS = 16_384


class NotComputable(Exception):
    """An expression that has no value, or is none."""


def _real(function: Callable[[float], float]) -> Callable[[Number], Number]:
    return lambda x: function(float(x))


def _size(x: Number) -> Number:
    return -x if x < 0 else x


def _root(x: Number) -> Number:
    if isinstance(x, Fraction) and x >= 0:
        top, bottom = math.isqrt(x.numerator), math.isqrt(x.denominator)
        if top * top == x.numerator and bottom * bottom == x.denominator:
            return Fraction(top, bottom)
    return math.sqrt(x)


ONE: Mapping[str, Callable[[Number], Number]] = {
    "sqrt": _root, "abs": _size, "log": _real(math.log), "ln": _real(math.log), "exp": _real(math.exp),
    "floor": lambda x: Fraction(math.floor(x)), "ceil": lambda x: Fraction(math.ceil(x)),
    "log10": _real(math.log10), "sin": _real(math.sin), "cos": _real(math.cos), "tan": _real(math.tan),
    "asin": _real(math.asin), "acos": _real(math.acos), "atan": _real(math.atan),
}  # fmt: skip
"""Functions of one number; angles are in radians."""
MANY: Mapping[str, Callable[[list[Number]], Number]] = {
    "min": min,
    "max": max,
    "sum": lambda xs: sum(xs, Fraction(0)),
    "round": lambda xs: _rounded(*xs),
}
"""Functions of one number or several."""
_CONSTANTS: Mapping[str, Number] = {"pi": math.pi, "e": math.e}


def _rounded(x: Number, digits: Number = Fraction(0)) -> Number:
    if not -50 <= digits <= 50:
        raise NotComputable("so many digits cannot be rounded to")
    exact = x if isinstance(x, Fraction) else Fraction(x)
    return Fraction(round(exact, int(digits)))


class _Token(NamedTuple):
    kind: str
    text: str


def evaluate(text: str, variables: Mapping[str, Number] | None = None) -> Number:
    """Return the value of an expression.

    Args:
        text: the expression, the whole text.
        variables: values of names.

    Raises:
        NotComputable: it is no expression, has no value, or one that is too large.
    """
    if len(text) > _LONGEST:
        raise NotComputable("the expression is too long")
    try:
        return _Parser(text, variables or {}).whole()
    except (ArithmeticError, ValueError, TypeError) as error:
        raise NotComputable(str(error)) from None


class _Parser:
    """Reads and computes in one go, by precedence."""

    def __init__(self, text: str, variables: Mapping[str, Number]) -> None:
        self.tokens = list(_tokens(text))
        self.variables = variables
        self.at = 0
        self.depth = 0

    def whole(self) -> Number:
        value = self.total()
        if self.at < len(self.tokens):
            raise NotComputable(f"{self.tokens[self.at].text!r} was not expected")
        return value

    def total(self) -> Number:
        value = self.product()
        while (sign := self.take("+", "-")) is not None:
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> Number:
        value = self.signed()
        while True:
            sign = self.take("*", "/", "//", "%")
            if sign is None and not self.beside():
                return value
            if sign == "%" and not self.begins():
                value = value / 100  # "15%": nothing follows that it could be divided by
                continue
            other = self.signed() if sign is not None else self.power()
            value = _combined(sign or "*", value, other)

    def signed(self) -> Number:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotComputable("the expression is nested too deeply")
        sign = self.take("+", "-")
        value = self.power() if sign is None else self.signed()
        self.depth -= 1
        return -value if sign == "-" else value

    def power(self) -> Number:
        base = self.atom()
        return _power(base, self.signed()) if self.take("**") else base

    def atom(self) -> Number:
        if self.at >= len(self.tokens):
            raise NotComputable("the expression ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Fraction(text.replace(",", ""))
        if kind == "name":
            return self.named(text)
        if text != "(":
            raise NotComputable(f"{text!r} was not expected")
        value = self.total()
        self.expect(")")
        return value

    def named(self, name: str) -> Number:
        if name in self.variables:
            return self.variables[name]
        if name in ONE or name in MANY or (name == "log" and self.follows("10")):
            if name == "log" and self.follows("10"):
                self.at += 1
                name = "log10"
            self.expect("(")
            values = [self.total()]
            while self.take(","):
                values.append(self.total())
            self.expect(")")
            if name in MANY:
                return MANY[name](values)
            if len(values) > 1:
                raise NotComputable(f"{name} takes one number")
            return ONE[name](values[0])
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        raise NotComputable(f"{name!r} has no value")

    def take(self, *signs: str) -> str | None:
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at].kind == "sign"
            and self.tokens[self.at].text in signs
        ):
            self.at += 1
            return self.tokens[self.at - 1].text
        return None

    def expect(self, sign: str) -> None:
        if self.take(sign) is None:
            raise NotComputable(f"{sign!r} was expected")

    def follows(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def begins(self) -> bool:
        """Whether what follows can begin a factor."""
        if self.at >= len(self.tokens):
            return False
        kind, text = self.tokens[self.at]
        return kind != "sign" or text == "("

    def beside(self) -> bool:
        """Whether a factor follows without a sign: a bracket or a name; two numbers beside each other are a mistake."""
        return self.begins() and self.tokens[self.at].kind != "number"


def _tokens(text: str) -> Iterator[_Token]:
    text = text.replace("$", " ").replace("€", " ").replace("£", " ")
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at, end)
        if found is None or found.lastgroup is None:
            raise NotComputable(f"{text[at : at + 10].strip()!r} is no part of an expression")
        token = found[found.lastgroup]
        yield _Token(found.lastgroup, _SAME.get(token, token))
        at = found.end()


def _combined(sign: str, a: Number, b: Number) -> Number:
    if sign == "*":
        return a * b
    if sign == "/":
        return a / b
    return Fraction(math.floor(a / b)) if sign == "//" else a % b


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        size = max(base.numerator.bit_length(), base.denominator.bit_length())
        if abs(exponent) > _LARGEST_EXPONENT or size * abs(exponent) > _LARGEST_BITS:
            raise NotComputable("the power is too large")
        return Fraction(base**exponent.numerator)
    value: Any = float(base) ** float(exponent)
    if isinstance(value, complex):
        raise NotComputable("the power is no real number")
    return float(value)


def written(value: Number) -> str:
    """Return a number as text: whole numbers in full, others with at most twelve digits.

    Raises:
        NotComputable: it is no finite number.
    """
    try:
        if isinstance(value, Fraction) and value.denominator == 1:
            return str(value.numerator)
        value = float(value)
    except (OverflowError, ValueError):
        raise NotComputable("the value is too large to be written") from None
    if not math.isfinite(value):
        raise NotComputable("the value is not finite")
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.12g}"

"""Arithmetic, and values of several expressions as one type."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.scope import Compiled, Frame


def chosen(
    tests: list[Callable[[Frame], Any]], results: list[Compiled], last: Compiled, more: list[frozenset[int]]
) -> Compiled:
    """Return the result of the first test that is true; all come as one type."""
    kind = v.united([*(r.type for r in results), last.type])
    functions_ = [in_type(r, kind) for r in results]
    otherwise = in_type(last, kind)
    pairs = list(zip(tests, functions_, strict=True))

    def choose(frame: Frame) -> Any:
        for test, result in pairs:
            if test(frame):
                return result(frame)
        return otherwise(frame)

    needs = frozenset[int]().union(last.needs, *more, *(r.needs for r in results))
    return Compiled(choose, kind, needs)


def in_type(made: Compiled, kind: v.Type) -> Callable[[Frame], Any]:
    """Return an expression's value as one of another type."""
    convert = v.converter(made.type, kind)
    of = made.of
    return of if convert is None else lambda f: convert(of(f))


def text_of(made: Compiled) -> Callable[[Frame], str | None]:
    """Return an expression's value as text."""
    of, kind = made.of, made.type
    if kind.kind == "str":
        return of
    if kind.kind == "int" and kind.binary:
        raise unsupported("the truth of a query within as a text")

    def text(frame: Frame) -> str | None:
        value = of(frame)
        return None if value is None else v.as_text(value, kind)

    return text


# ---- arithmetic ------------------------------------------------------------------------------------------

ALL = (1 << 64) - 1


def _numeric(kind: v.Type) -> v.Type:
    if kind.kind in v.NUMERIC or kind.kind == "null":
        return kind
    return v.DBL if kind.kind == "str" else v.INT


def strict(getters: list[Callable[[Frame], Any]], function: Callable[..., Any]) -> Callable[[Frame], Any]:
    """Return a function of a frame that is NULL where one of the arguments is."""
    if len(getters) == 1:
        only = getters[0]

        def one(frame: Frame) -> Any:
            x = only(frame)
            return None if x is None else function(x)

        return one

    def several(frame: Frame) -> Any:
        found = []
        for getter in getters:
            x = getter(frame)
            if x is None:
                return None
            found.append(x)
        return function(*found)

    return several


def arithmetic(sign: str, left: Compiled, right: Compiled) -> Compiled:
    """Compile an operation on two numbers."""
    a_kind, b_kind = _numeric(left.type), _numeric(right.type)
    needs = left.needs | right.needs
    if sign in ("|", "&", "<<", ">>", "^"):
        return _bitwise(sign, left, right)
    if "null" in (a_kind.kind, b_kind.kind):
        digits = {"/": lambda n: max(n) + 4, "*": sum}.get(sign, max)
        return Compiled(lambda f: None, v.double([a_kind, b_kind], digits) if sign != "DIV" else v.INT, needs)
    a, b = left.of, right.of
    kind, do = _operation(sign, a_kind, b_kind)
    if kind.kind in ("int", "dec"):
        kind = kind._replace(wide=a_kind.wide or (b_kind.wide and sign != "/"))

    def value(frame: Frame) -> Any:
        x = a(frame)
        if x is None:
            return None
        y = b(frame)
        return None if y is None else do(v.number(x), v.number(y))

    return Compiled(value, kind, needs)


def _operation(sign: str, a: v.Type, b: v.Type) -> tuple[v.Type, Callable[[Any, Any], Any]]:
    kinds = {a.kind, b.kind}
    if sign == "/":
        if "dbl" in kinds:
            return v.double(
                [a, b], lambda n: max(n) + 4
            ), lambda x, y: _finite(float(x) / float(y)) if y else None
        first, second = a.scale, b.scale
        return v.dec(first + 4), lambda x, y: _divided(x, y, first, second)
    if sign == "DIV":
        if "dbl" in kinds:
            raise unsupported("DIV of doubles and texts")
        return v.INT._replace(unsigned=a.unsigned or b.unsigned), _integer_division
    if sign == "%":
        if "dbl" in kinds:
            return v.double([a, b], max), lambda x, y: math.fmod(float(x), float(y)) if y else None
        if "dec" in kinds:
            return v.dec(max(a.scale, b.scale)), _remainder
        return v.INT._replace(
            unsigned=a.unsigned
        ), lambda x, y: int(math.copysign(1, x)) * (abs(x) % abs(y)) if y else None
    simple = {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign]
    if "dbl" in kinds:
        shown = v.double([a, b], sum if sign == "*" else max)
        return shown, lambda x, y: _finite(simple(float(x), float(y)))
    if "dec" in kinds:
        scale = a.scale + b.scale if sign == "*" else max(a.scale, b.scale)
        if scale > 30:
            raise unsupported("decimals with so many digits")
        exact = {"+": v.EXACT.add, "-": v.EXACT.subtract, "*": v.EXACT.multiply}[sign]
        return v.dec(scale), lambda x, y: exact(Decimal(x), Decimal(y))
    result = v.INT._replace(unsigned=a.unsigned or b.unsigned)
    return result, lambda x, y: v.in_range(simple(x, y), result, f"{x} {sign} {y}")


def _finite(value: float) -> float:
    if math.isinf(value) or math.isnan(value):
        raise server_error(1690, "22003", "DOUBLE value is out of range")
    return value


def _divided(x: Any, y: Any, first: int, second: int) -> Decimal | None:
    left, right = Decimal(x), Decimal(y)
    if not right:
        return None
    # A quotient within has more digits than its type says, and those count.
    first = max(first, -int(left.as_tuple().exponent))
    return v.divided(left, right, first, max(second, -int(right.as_tuple().exponent)))


def _integer_division(x: Any, y: Any) -> int | None:
    if not y:
        return None
    if isinstance(x, int) and isinstance(y, int):
        quotient = abs(x) // abs(y)
        return quotient if (x < 0) == (y < 0) else -quotient
    return int(v.EXACT.divide(Decimal(x), Decimal(y)).to_integral_value(rounding=ROUND_DOWN))


def _remainder(x: Any, y: Any) -> Decimal | None:
    if not y:
        return None
    if not x:
        return Decimal(0)
    left = v.EXACT.remainder(Decimal(x), Decimal(y))
    if not left and x < 0:
        raise unsupported("a remainder of 0 of a negative decimal, which the server holds to be below 0")
    return left


def bits(made: Compiled) -> Callable[[Frame], int | None]:
    """Return an expression's value as 64 bits."""
    if made.type.kind not in ("int", "dec", "null"):
        raise unsupported("bits of what is no exact number")
    of = made.of
    return lambda f: None if (x := of(f)) is None else v.whole(x) & ALL if not isinstance(x, int) else x & ALL


def _bitwise(sign: str, left: Compiled, right: Compiled) -> Compiled:
    a, b = bits(left), bits(right)
    do: dict[str, Callable[[int, int], int]] = {
        "|": operator.or_, "&": operator.and_, "^": operator.xor,
        "<<": lambda x, y: x << y & ALL if y < 64 else 0, ">>": lambda x, y: x >> y if y < 64 else 0,
    }  # fmt: skip
    apply = do[sign]

    def value(frame: Frame) -> int | None:
        x, y = a(frame), b(frame)
        return None if x is None or y is None else apply(x, y)

    return Compiled(value, v.UNSIGNED, left.needs | right.needs)

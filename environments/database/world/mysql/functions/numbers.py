"""Functions of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import arithmetic, in_type, strict
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.functions.arguments import (
    constant_digits,
    counted,
    needs_of,
)
from agentgym.environments.database.world.mysql.scope import Compiled


def rounding(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """ROUND and TRUNCATE."""
    counted(name, arguments, 1 if name == "ROUND" else 2, 2)
    digits = constant_digits(arguments[1]) if len(arguments) > 1 else 0
    of, kind = arguments[0].of, arguments[0].type
    cut = name == "TRUNCATE"
    if kind.kind == "int":
        if digits >= 0:
            return Compiled(of, kind, arguments[0].needs)
        unit = 10**-digits

        def whole(value: int) -> int:
            size = abs(value) // unit * unit if cut else (abs(value) + unit // 2) // unit * unit
            return v.in_range(size if value >= 0 else -size, kind, f"round({value},{digits})")

        return Compiled(strict([of], whole), kind, arguments[0].needs)
    if kind.kind == "dec":
        scale = max(0, digits)  # also more than it has

        def decimal(value: Decimal) -> Decimal:
            place = Decimal(1).scaleb(-min(digits, 38))
            if digits >= -int(value.as_tuple().exponent):
                return v.rounded(value, scale)
            if cut:
                return value.quantize(place, rounding=ROUND_DOWN) + Decimal(0)
            return (
                v.rounded(value, digits)
                if digits >= 0
                else Decimal(int(value.quantize(place, context=v.EXACT)))
            )

        return Compiled(strict([of], decimal), v.dec(scale)._replace(wide=kind.wide), arguments[0].needs)
    if kind.kind in ("dbl", "str", "null"):
        power = 10.0 ** abs(digits)

        def double(value: Any) -> float:
            number = float(v.number(value))
            scaled = number * power if digits >= 0 else number / power
            if math.isinf(scaled):
                return number
            done = math.trunc(scaled) if cut else float(round(scaled))
            return done / power if digits >= 0 else done * power

        return Compiled(strict([of], double), v.DBL._replace(scale=max(0, digits)), arguments[0].needs)
    raise unsupported(f"{name} of a date")


def bounds(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """FLOOR and CEIL."""
    counted(name, arguments, 1, 1)
    of, kind = arguments[0].of, arguments[0].type
    up = name != "FLOOR"
    if kind.kind == "int":
        return Compiled(of, kind, arguments[0].needs)
    if kind.kind == "dec":
        way = ROUND_CEILING if up else ROUND_FLOOR
        as_number, result = (Decimal, v.dec(0)._replace(wide=True)) if kind.wide else (int, v.INT)
        return Compiled(
            strict([of], lambda x: as_number(int(x.to_integral_value(rounding=way)))),
            result,
            arguments[0].needs,
        )
    if kind.kind in ("dbl", "str", "null"):
        do = math.ceil if up else math.floor
        return Compiled(
            strict([of], lambda x: float(do(v.number(x)))), v.DBL._replace(scale=0), arguments[0].needs
        )
    raise unsupported(f"{name} of a date")


def absolute(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """ABS."""
    counted(name, arguments, 1, 1)
    of, kind = arguments[0].of, arguments[0].type
    if kind.kind in v.TEMPORAL:
        raise unsupported("ABS of a date")
    if kind.kind in ("str", "null"):
        return Compiled(strict([of], lambda x: abs(float(v.number(x)))), v.DBL, arguments[0].needs)
    return Compiled(strict([of], abs), kind, arguments[0].needs)


def sign_of(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """SIGN."""
    counted(name, arguments, 1, 1)
    of = arguments[0].of
    return Compiled(strict([of], lambda x: (v.number(x) > 0) - (v.number(x) < 0)), v.INT, arguments[0].needs)


def modulo(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """MOD."""
    counted(name, arguments, 2, 2)
    return arithmetic("%", *arguments)


def real_function(function: Callable[..., float]) -> Callable[..., float | None]:
    """Return a function of doubles that is NULL where it is not defined, and the server's error beyond the range."""

    def compute(*numbers: float) -> float | None:
        try:
            return function(*numbers)
        except OverflowError:
            raise server_error(1690, "22003", "DOUBLE value is out of range") from None
        except (ValueError, ZeroDivisionError):
            return None

    return compute


def power(base: float, exponent: float) -> float:
    """POW; what is no number is beyond the range."""
    try:
        return math.pow(base, exponent)
    except (OverflowError, ValueError):
        raise server_error(1690, "22003", "DOUBLE value is out of range") from None


def logarithm(first: float, number: float | None = None) -> float:
    """LOG: natural, or to a base, which is the first of two."""
    if number is None:
        return math.log(first)
    if number <= 0:
        raise ValueError
    return math.log(number) / math.log(first)


def cotangent(angle: float) -> float:
    """COT."""
    try:
        return 1 / math.tan(angle)
    except ZeroDivisionError:
        raise server_error(1690, "22003", "DOUBLE value is out of range") from None


def arc(first: float, second: float | None = None) -> float:
    """ATAN of a number, or of a point."""
    return math.atan(first) if second is None else math.atan2(first, second)


def bit_count(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """BIT_COUNT of an integer."""
    counted(name, arguments, 1, 1)
    if arguments[0].type.kind not in ("int", "null"):
        raise unsupported("BIT_COUNT of what is no integer")
    return Compiled(
        strict([arguments[0].of], lambda n: (n & (1 << 64) - 1).bit_count()), v.INT, arguments[0].needs
    )


def extreme(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """GREATEST and LEAST."""
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    kind = v.united([a.type for a in arguments])
    names = {a.type.kind for a in arguments} - {"null"}
    if len(names) < len({a.type.kind for a in arguments}) and kind.kind in ("int", "dec"):
        kind = v.DBL._replace(scale=kind.scale)  # beside NULL the server computes doubles
    if kind.kind == "str" and names != {"str"}:
        if not names <= v.NUMERIC | {"str"}:
            raise unsupported(f"{name} over different types")
        kind = v.DBL
    getters = [in_type(a, kind) for a in arguments]
    key: Callable[[Any], Any] = (
        (lambda x: x) if kind.kind != "str" else v.binary_key if kind.binary else v.text_key
    )
    pick = max if name == "GREATEST" else min

    def picked(*found: Any) -> Any:
        one = pick(found, key=key)
        if kind.kind == "str" and v.leading(one) != pick(map(v.leading, found)):
            return v.Loose(one)  # as a number it is another of them
        return one

    return Compiled(strict(getters, picked), kind, needs_of(arguments))

"""What the arguments of a function become before it is computed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import text_of
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.scope import Compiled, Frame

Arguments = Sequence[Compiled]


def needs_of(arguments: Arguments) -> frozenset[int]:
    """Return which tables the arguments read."""
    return frozenset[int]().union(*(a.needs for a in arguments))


def as_text(made: Compiled) -> Callable[[Frame], str | None]:
    """Read an argument as a text."""
    return text_of(made)


def as_integer(made: Compiled) -> Callable[[Frame], int | None]:
    """Read an argument as an integer of 64 bits."""
    of, kind = made.of, made.type
    if kind.kind == "int":
        return of
    if kind.kind not in ("dec", "dbl", "null", "str"):
        raise unsupported("dates as numbers here")

    def value(frame: Frame) -> int | None:
        x = of(frame)
        if x is None:
            return None
        if isinstance(x, str):
            number = float(v.number(x))
            if not number.is_integer():
                raise unsupported("texts with fractions as integers")
            return int(number)
        return v.whole(x)

    return value


def as_float(made: Compiled) -> Callable[[Frame], float | None]:
    """Read an argument as a double."""
    of = made.of
    return lambda f: None if (x := of(f)) is None else float(v.number(x))


def as_moment(made: Compiled) -> Callable[[Frame], datetime.datetime | None]:
    """Read an argument as a date with a time."""
    of = made.of
    if made.type.kind == "time":
        raise unsupported("times as dates")
    return lambda f: None if (x := of(f)) is None else v.moment(x)


def as_clock(made: Compiled) -> Callable[[Frame], datetime.timedelta | None]:
    """Read an argument as a time."""
    of = made.of
    if made.type.kind in v.NUMERIC:
        raise unsupported("numbers as times")

    def value(frame: Frame) -> datetime.timedelta | None:
        x = of(frame)
        if isinstance(x, datetime.date) and not isinstance(x, datetime.datetime):
            return datetime.timedelta(0)
        return None if x is None else v.clock(x)

    return value


def as_is(made: Compiled) -> Callable[[Frame], Any]:
    """Read an argument as it is."""
    return made.of


GETTERS = {"s": as_text, "i": as_integer, "f": as_float, "d": as_moment, "t": as_clock, "x": as_is}


def read_of(made: Compiled, source: Compiled) -> Compiled:
    """Return a date that is read of a text, with what it is in a comparison where the text is none."""
    if source.type.kind != "str":
        return made
    zero = v.ZERO if made.type.kind == "date" else v.moment(v.ZERO)

    def compared(frame: Frame) -> Any:
        value = made.of(frame)
        return zero if value is None and source.of(frame) is not None else value

    return made._replace(compared=compared)


def leading_integer(text: str) -> int:
    """Return the integer that a text begins with, as a cast reads it: no fraction, no exponent."""
    found = re.match(r"\s*([-+]?\d+)", text)
    if found is None:
        return 0
    value = int(found[1])
    if not -(1 << 63) <= value < 1 << 63:
        raise unsupported("texts of more than 64 bits as integers")
    return value


def leading_decimal(text: str) -> Decimal:
    """Return the decimal that a text begins with."""
    found = re.match(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?)", text)
    return Decimal(found[1]) if found else Decimal(0)


def to_date(value: Any) -> datetime.date | None:
    """Return a value as a date."""
    when = v.moment(value)
    return None if when is None else when.date()


def whole_moment(value: Any) -> datetime.datetime | None:
    """Return a value as a date with a time, without a fraction of a second."""
    when = v.moment(value)
    return None if when is None else when.replace(microsecond=0)


def whole_clock(value: Any) -> datetime.timedelta | None:
    """Return a value as a time, without a fraction of a second."""
    found = v.clock(value)
    if found is not None and found.microseconds:
        raise unsupported("fractions of a second in times")
    return found


def constant_digits(argument: Compiled) -> int:
    """Return a number of digits, which has to stand as a number."""
    if argument.constant is None or not isinstance(argument.constant[0], int):
        raise unsupported("a number of digits that is no plain number")
    return max(-30, min(argument.constant[0], 38))


def counted(name: str, arguments: Arguments, least: int, most: int) -> None:
    """Check how many arguments there are.

    Raises:
        StatementError: too few.
        Unsupported: more than are known here.
    """
    if len(arguments) > most:
        raise unsupported(f"{name} of so many arguments")
    if not least <= len(arguments) <= most:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )

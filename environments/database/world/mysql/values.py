"""Types and values: what an expression is, and how one value becomes another, as the server has it.

Values are Python's: ``int``, ``Decimal``, ``float``, ``str``, ``date``, ``datetime``, ``timedelta`` (a time), ``None``.
"""

from __future__ import annotations

import datetime
import functools
import math
import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from agentgym.environments.database.world.mysql.errors import server_error, unsupported

Value = Any
LONGEST = 1 << 18
"""Characters of the longest text."""
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_WHOLE = 1 << 63


class Type(NamedTuple):
    """``kind``: int, dec, dbl, str, date, datetime, time or null; ``scale`` of a decimal; what else counts.

    A double with a ``scale`` below :data:`ALL_DIGITS` is shown with so many digits behind the point, and computed with all.
    """

    kind: str
    scale: int = 0
    unsigned: bool = False
    binary: bool = False
    """A text: compared byte by byte. An integer: the truth of a query within, of which the server makes no plain text."""
    length: int = 0
    """Characters that a column of text holds at most; 0 for a text without limit."""
    wide: bool = False
    """An exact number that may have 18 digits before the point or more: of these FLOOR and CEIL are decimals."""
    raw: bool = False
    """A text of bytes, as BINARY makes it; the driver gives bytes."""


ALL_DIGITS = 31
"""Scale of a double that is shown with all its digits."""
INT, DBL, STR, NULL = Type("int"), Type("dbl", ALL_DIGITS), Type("str"), Type("null")
DATE, DATETIME, TIME = Type("date"), Type("datetime"), Type("time")
UNSIGNED = Type("int", unsigned=True)
NUMERIC = frozenset({"int", "dec", "dbl"})
TEMPORAL = frozenset({"date", "datetime", "time"})


def dec(scale: int) -> Type:
    """Return the type of decimals with so many digits behind the point."""
    return Type("dec", min(scale, 38))


# ---- texts -------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def _weight(letter: str) -> str:
    if ord(letter) > 0xFFFF:
        return "\ufffd"  # as utf8mb4_general_ci has it
    if letter == "ß":
        return "S"
    base = unicodedata.normalize("NFD", letter)[0]
    upper = base.upper()
    return upper if len(upper) == 1 else base


def fold(text: str) -> str:
    """Return a text as utf8mb4_general_ci sees it: without case and accents."""
    return text.upper() if text.isascii() else "".join(map(_weight, text))


def text_key(text: str) -> str:
    """Return what texts are compared by: folded, as if padded with spaces."""
    return fold(text.rstrip(" ")) + " "


def binary_key(text: str) -> bytes:
    """Return what texts are compared by under a binary collation."""
    return text.encode("utf-8", "surrogatepass")


_NUMBER = re.compile(r"[ \t\n\r\f\v]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")


class Loose(str):
    """A text whose number the server does not read of its letters: what it is computed from has another.

    One with an interval added, the greatest of texts, digits in another base.
    """


def leading(text: str) -> float:
    """Return the number that a text begins with, 0 if there is none."""
    if type(text) is Loose:
        raise unsupported("such a text as a number")
    found = _NUMBER.match(text)
    number = float(found[1]) if found else 0.0
    if math.isinf(number):
        raise unsupported("texts of such large numbers")
    return number


def as_text(value: Value, kind: Type = STR) -> str:
    """Return a value as text."""
    if isinstance(value, str):
        return value if type(value) is str else str(value)
    if isinstance(value, Decimal):
        return format(rounded(value, kind.scale) if kind.kind == "dec" else value, "f")
    if isinstance(value, float):
        return (
            f"{round(value, kind.scale) + 0.0:.{kind.scale}f}"
            if kind.kind == "dbl" and kind.scale < ALL_DIGITS
            else float_text(value)
        )
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return time_text(value)
    return str(value)


def float_text(value: float) -> str:
    """Return a double as text: the shortest that reads back, without an exponent where that is not long."""
    if value == 0:
        return "0"  # of either sign
    digits = Decimal(repr(value)).normalize()
    exponent = digits.adjusted()
    if -15 < exponent < 15:
        return format(digits, "f")
    sign, numbers, _ = digits.as_tuple()
    shown = "".join(map(str, numbers))
    return f"{'-' if sign else ''}{shown[0]}{'.' + shown[1:] if shown[1:] else ''}e{exponent}"


def moment_text(value: datetime.datetime) -> str:
    """Return a date with its time as text."""
    return value.isoformat(" ")


def time_text(value: datetime.timedelta) -> str:
    """Return a time as text."""
    seconds, micro = abs(value) // datetime.timedelta(seconds=1), abs(value).microseconds
    shown = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return ("-" if value < datetime.timedelta(0) else "") + shown + (f".{micro:06d}" if micro else "")


def bounded(text: str) -> str:
    """Return a text that is not too long."""
    if len(text) > LONGEST:
        raise unsupported(f"texts of more than {LONGEST:,} characters")
    return text


# ---- numbers -----------------------------------------------------------------------------------------


def rounded(value: Decimal, scale: int) -> Decimal:
    """Round half away from zero; as on the server, no zero is negative."""
    made = value.quantize(Decimal(1).scaleb(-scale), context=EXACT)
    return made if made else made.copy_abs()


def number(value: Value) -> Value:
    """Return a value as a number: int, Decimal or float."""
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, str):
        return leading(value)
    if isinstance(value, datetime.datetime):
        whole = int(value.strftime("%Y%m%d%H%M%S"))
        return whole if not value.microsecond else Decimal(f"{whole}.{value.microsecond:06d}")
    if isinstance(value, datetime.date):
        return value.year * 10000 + value.month * 100 + value.day
    if isinstance(value, datetime.timedelta):
        seconds = abs(value) // datetime.timedelta(seconds=1)
        whole = seconds // 3600 * 10000 + seconds // 60 % 60 * 100 + seconds % 60
        return -whole if value < datetime.timedelta(0) else whole
    raise unsupported(f"numbers of {type(value).__name__}")


def whole(value: Value) -> int:
    """Return a value as an integer, as it is stored in one: rounded half away from zero."""
    value = number(value)
    if isinstance(value, float):
        if not abs(value) < 2.0**63:
            return _WHOLE - 1 if value > 0 else -_WHOLE
        return round_float(value)
    if isinstance(value, Decimal):
        value = int(value.quantize(Decimal(1), context=EXACT))
    return max(-_WHOLE, min(int(value), _WHOLE - 1))


def round_float(value: float) -> int:
    """Round a double as the server's ``rint`` does: half to even."""
    return round(value)


def in_range(value: int, kind: Type, shown: str) -> int:
    """Check that an integer is one of 64 bits.

    Raises:
        StatementError: it is not.
    """
    if kind.unsigned:
        if not 0 <= value < 2 * _WHOLE:
            raise server_error(1690, "22003", f"BIGINT UNSIGNED value is out of range in '{shown}'")
    elif not -_WHOLE <= value < _WHOLE:
        raise server_error(1690, "22003", f"BIGINT value is out of range in '{shown}'")
    return value


def divided(left: Decimal, right: Decimal, left_scale: int, right_scale: int) -> Decimal:
    """Divide decimals: as many digits as the server computes, which are groups of nine, and cut."""
    if not left:
        return Decimal(0)  # of no digits behind the point
    first, second = 9 * -(-left_scale // 9), 9 * -(-right_scale // 9)
    more = max(0, 4 - (first - left_scale + second - right_scale))
    digits = 9 * -(-(first + second + more) // 9)
    quotient = EXACT.divide(left, right)
    return quotient.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN, context=Context(prec=120))


ZERO = datetime.date(1, 1, 1)
"""Stands for the zero date of the server, 0000-00-00, in comparisons."""

# ---- dates -------------------------------------------------------------------------------------------

_DATE = re.compile(r"\s*(\d{1,4})[-/.:^@](\d{1,2})[-/.:^@](\d{1,2})")
_SHORT = re.compile(r"\s*\d{1,4}(?:-(?:\d{1,2}-?)?)?")
"""Texts that begin as a date does and end before its day: none for the server."""
_CLOCK = re.compile(r"[T ]\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?)?\s*$")


def moment(value: Value) -> datetime.datetime | None:
    """Return a value as a date with a time; ``None`` where it is none.

    Raises:
        Unsupported: a date that only the server's own rules read (a month or day of zero, two digits of a year).
    """
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, datetime.timedelta):
        raise unsupported("times as dates")
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, float):
        raise unsupported("doubles as dates")
    digits = str(int(value))
    if value == int(value) and len(digits) in (8, 14) and value > 0:
        return _read(digits)
    if value == int(value) and len(digits) == 6:
        raise unsupported("dates with two digits of a year")
    raise unsupported(f"the number {value} as a date")


def _read(text: str) -> datetime.datetime | None:
    found = _DATE.match(text)
    if found is not None:
        if len(found[1]) != 4:
            raise unsupported(f"dates such as {text[:20]!r}")
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        rest = text[found.end() :].rstrip()
    else:
        digits = text.strip()
        if not digits.isascii() or not digits.isdigit() or len(digits) not in (8, 14):
            if _SHORT.fullmatch(text):
                return None
            if re.match(r"\s*\d", text):
                raise unsupported(f"dates such as {text[:20]!r}")
            return None
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
        rest = f" {digits[8:10]}:{digits[10:12]}:{digits[12:14]}" if len(digits) == 14 else ""
    hour = minute = second = micro = 0
    if rest:
        clock = _CLOCK.match(rest)
        if clock is None:
            raise unsupported(f"dates such as {text[:30]!r}")
        hour, minute, second = (int(clock[n] or 0) for n in (1, 2, 3))
        micro = int((clock[4] or "0").ljust(6, "0"))
    if month == 0 or day == 0 or year == 0:
        raise unsupported("dates with a zero in them")
    try:
        return datetime.datetime(year, month, day, hour, minute, second, micro)
    except ValueError:
        return None


def clock(value: Value) -> datetime.timedelta | None:
    """Return a value as a time.

    Raises:
        Unsupported: a form that only the server's own rules read.
    """
    if isinstance(value, datetime.timedelta):
        return value
    if isinstance(value, datetime.datetime):
        return value - datetime.datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        found = re.fullmatch(r"(-?)(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,6}))?", value)
        if found and int(found[2]) <= 838:
            micro = int((found[5] or "0").ljust(6, "0"))
            size = datetime.timedelta(
                hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4]), microseconds=micro
            )
            return -size if found[1] else size
        date = _DATE.match(value)
        if date and value[date.end() :].strip() and (when := _read(value)) is not None:
            return clock(when)
        if date and date.end() == len(value) and re.match(r"\d{4}-", value):
            # Of a date alone the year is read, as minutes and seconds.
            minutes, seconds = divmod(int(value[:4]), 100)
            if minutes < 60 and seconds < 60:
                return datetime.timedelta(minutes=minutes, seconds=seconds)
            return None
    raise unsupported(f"{value!r} as a time")


# ---- one value as another type ------------------------------------------------------------------------


def truth(value: Value) -> bool | None:
    """Return whether a value is true; ``None`` for NULL."""
    if value is None:
        return None
    if isinstance(value, str):
        return leading(value) != 0
    return bool(number(value) != 0)


def united(kinds: list[Type]) -> Type:
    """Return the type of a column that values of several types come in (CASE, COALESCE, UNION).

    Raises:
        Unsupported: types that are not known to become one.
    """
    known = [k for k in kinds if k.kind != "null"]
    if not known:
        return NULL
    names = {k.kind for k in known}
    if names <= {"int"}:
        if len({k.unsigned for k in known}) > 1:
            raise unsupported("signed and unsigned numbers in one column")
        return known[0]._replace(wide=any(k.wide for k in known))
    if names <= {"int", "dec"}:
        return dec(max(k.scale for k in known))._replace(wide=any(k.wide for k in known))
    if names <= NUMERIC:
        return double(known, max)
    if len(names) == 1 and "str" not in names:
        return known[0]
    if names <= {"date", "datetime"}:
        return DATETIME
    if names & TEMPORAL and names & NUMERIC:
        raise unsupported("dates and numbers in one column")
    if any(k.binary for k in known if k.kind == "int"):
        raise unsupported("EXISTS and texts in one column")
    texts = [k for k in known if k.kind == "str"]
    return Type("str", binary=any(k.binary for k in texts), raw=any(k.raw for k in texts))


def double(of: list[Type], digits: Callable[[list[int]], int]) -> Type:
    """Return the type of a double that is computed from numbers: shown with all its digits if one of them is."""
    if any(k.kind == "str" or (k.kind == "dbl" and k.scale >= ALL_DIGITS) for k in of):
        return DBL
    shown = digits([k.scale for k in of])
    return DBL if shown >= ALL_DIGITS else Type("dbl", shown)


def converter(source: Type, target: Type) -> Any:
    """Return what turns a value of a type into one of a united type; ``None`` where nothing is to be done."""
    if source.kind == target.kind and (target.kind != "dec" or source.scale == target.scale):
        return None
    if source.kind == "null" or target.kind == "null":
        return None
    if target.kind == "str":
        return lambda v: None if v is None else as_text(v, source)
    if target.kind == "dec":
        return lambda v: None if v is None else EXACT.create_decimal(v)
    if target.kind == "dbl":
        return lambda v: None if v is None else float(number(v))
    if target.kind == "datetime":
        return lambda v: None if v is None else moment(v)
    return None

"""The functions, each with the types that it takes and gives.

What is computed is MySQL's; where arguments are of a kind for which that is not known, the call is refused.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import json
import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal
from typing import Any

from agentgym.environments.database.world.mysql import matching
from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import arithmetic, in_type
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.native import NATIVE
from agentgym.environments.database.world.mysql.scope import Compiled, Frame

Arguments = Sequence[Compiled]


def call(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """Compile the call of a function.

    Raises:
        StatementError: a wrong number of arguments.
        Unsupported: a function that the embedded database does not have.
    """
    special = SPECIAL.get(name)
    if special is not None:
        return special(name, arguments, options)
    entry = SIMPLE.get(name)
    if entry is None:
        if name not in NATIVE:
            raise server_error(1305, "42000", f"FUNCTION task.{name} does not exist")
        raise unsupported(f"the function {name[:40]}")
    kinds, result, function = entry
    least = kinds.index("?") if "?" in kinds else len(kinds)
    kinds = kinds.replace("?", "")
    if len(arguments) > len(kinds):
        raise unsupported(f"{name} of so many arguments")
    if len(arguments) < least:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    getters = [_GETTERS[k](a) for k, a in zip(kinds, arguments, strict=False)]
    return Compiled(_strict(getters, function), result, _needs(arguments))


def _needs(arguments: Arguments) -> frozenset[int]:
    return frozenset[int]().union(*(a.needs for a in arguments))


def _strict(getters: list[Callable[[Frame], Any]], function: Callable[..., Any]) -> Callable[[Frame], Any]:
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


# ---- what arguments become -----------------------------------------------------------------------------


def _text(made: Compiled) -> Callable[[Frame], str | None]:
    of, kind = made.of, made.type
    if kind.kind == "str":
        return of
    return lambda f: None if (x := of(f)) is None else v.as_text(x, kind)


def _integer(made: Compiled) -> Callable[[Frame], int | None]:
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
            number = v.leading(x)
            if not number.is_integer():
                raise unsupported("texts with fractions as integers")
            return int(number)
        return v.whole(x)

    return value


def _float(made: Compiled) -> Callable[[Frame], float | None]:
    of = made.of
    return lambda f: None if (x := of(f)) is None else float(v.number(x))


def _moment(made: Compiled) -> Callable[[Frame], datetime.datetime | None]:
    of = made.of
    if made.type.kind == "time":
        raise unsupported("times as dates")
    return lambda f: None if (x := of(f)) is None else v.moment(x)


def _clock(made: Compiled) -> Callable[[Frame], datetime.timedelta | None]:
    of = made.of
    if made.type.kind in v.NUMERIC:
        raise unsupported("numbers as times")

    def value(frame: Frame) -> datetime.timedelta | None:
        x = of(frame)
        if isinstance(x, datetime.date) and not isinstance(x, datetime.datetime):
            return datetime.timedelta(0)
        return None if x is None else v.clock(x)

    return value


def _raw(made: Compiled) -> Callable[[Frame], Any]:
    return made.of


_GETTERS = {"s": _text, "i": _integer, "f": _float, "d": _moment, "t": _clock, "x": _raw}


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


# ---- texts -----------------------------------------------------------------------------------------------


def _substring(text: str, start: int, length: int | None = None) -> str:
    begin = start - 1 if start > 0 else len(text) + start if start < 0 else -1
    if begin < 0 or (length is not None and length <= 0):
        return ""
    return text[begin:] if length is None else text[begin : begin + length]


def _substring_index(text: str, mark: str, count: int) -> str:
    if not mark or not count:
        return ""
    parts = text.split(mark)
    return mark.join(parts[:count] if count > 0 else parts[count:])


def _pad(left: bool) -> Callable[[str, int, str], str | None]:
    def pad(text: str, size: int, filler: str) -> str | None:
        if size < 0:
            return None
        if size > v.LONGEST:
            raise unsupported("texts that are so long")
        if size <= len(text):
            return text[:size]
        if not filler:
            return ""
        fill = (filler * (size // len(filler) + 1))[: size - len(text)]
        return fill + text if left else text + fill

    return pad


def _repeat(text: str, count: int) -> str:
    if count <= 0:
        return ""
    if len(text) * count > v.LONGEST:
        raise unsupported("texts that are so long")
    return text * count


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > v.LONGEST:
        raise unsupported("texts that are so long")
    return text.replace(old, new)


def _locate(part: str, text: str, start: int = 1) -> int:
    if start < 1 or start > len(text) + 1:
        return 0
    return v.fold(text).find(v.fold(part), start - 1) + 1


def _insert(text: str, start: int, length: int, new: str) -> str:
    if start < 1 or start > len(text):
        return text
    if length < 0 or start - 1 + length > len(text):
        return text[: start - 1] + new
    return text[: start - 1] + new + text[start - 1 + length :]


def _convert(text: str, source: int, target: int) -> str | None:
    if not 2 <= source <= 36 or not 2 <= abs(target) <= 36:
        return None
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[:source]
    found = re.match(rf"\s*(-?)([{digits}]*)", text.lower())
    assert found is not None
    number = int(found[2] or "0", source)
    if number >= 1 << 63 or target < 0 or found[1]:
        raise unsupported("CONV of such numbers")
    shown = ""
    while number:
        number, digit = divmod(number, target)
        shown = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + shown
    return shown or "0"


def _find_in_set(value: str, listed: str) -> int:
    if not listed or "," in value:
        return 0
    parts = [v.text_key(p) for p in listed.split(",")]
    wanted = v.text_key(value)
    return parts.index(wanted) + 1 if wanted in parts else 0


def _strcmp(left: str, right: str) -> int:
    a, b = v.text_key(left), v.text_key(right)
    return (a > b) - (a < b)


def _upper(text: str) -> str:
    if not text.isascii() and len(text.upper()) != len(text):
        raise unsupported("capitals of these letters")
    return text.upper()


def _lower(text: str) -> str:
    if not text.isascii() and len(text.lower()) != len(text):
        raise unsupported("small ones of these letters")
    return text.lower()


def _concat(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    if not arguments:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    getters = [_text(a) for a in arguments]
    made = _strict(getters, lambda *texts: v.bounded("".join(texts)))
    return Compiled(made, _text_type(arguments), _needs(arguments))


def _text_type(arguments: Arguments) -> v.Type:
    return v.STR._replace(binary=any(a.type.binary for a in arguments))


def _concat_ws(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    mark, *getters = (_text(a) for a in arguments)

    def joined(frame: Frame) -> str | None:
        by = mark(frame)
        if by is None:
            return None
        return v.bounded(by.join(t for t in (g(frame) for g in getters) if t is not None))

    return Compiled(joined, _text_type(arguments), _needs(arguments))


def _trim(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    side = options[0]

    def trim(text: str, part: str) -> str:
        if not part:
            return text
        while side != "TRAILING" and text.startswith(part):
            text = text[len(part) :]
        while side != "LEADING" and text.endswith(part):
            text = text[: -len(part)]
        return text

    return Compiled(_strict([_text(a) for a in arguments], trim), _text_type(arguments), _needs(arguments))


def _field(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    kinds = {a.type.kind for a in arguments} - {"null"}
    if kinds <= {"str"}:
        key: Callable[[Any], Any] = v.text_key
    elif kinds <= {"int"}:
        key = int
    elif kinds <= v.NUMERIC | {"str"}:
        key = lambda x: float(v.number(x))  # noqa: E731
    else:
        raise unsupported("FIELD of dates")
    first, *others = (a.of for a in arguments)

    def place(frame: Frame) -> int:
        x = first(frame)
        if x is None:
            return 0
        x = key(x)
        for number, other in enumerate(others, 1):
            y = other(frame)
            if y is not None and key(y) == x:
                return number
        return 0

    return Compiled(place, v.INT, _needs(arguments))


def _elt(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    number, texts = _integer(arguments[0]), [_text(a) for a in arguments[1:]]

    def chosen(frame: Frame) -> str | None:
        n = number(frame)
        return texts[n - 1](frame) if n is not None and 0 < n <= len(texts) else None

    return Compiled(chosen, v.STR, _needs(arguments))


def _hex(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    if arguments[0].type.kind == "str":
        made = _strict([_text(arguments[0])], lambda t: t.encode().hex().upper())
    elif arguments[0].type.kind in ("int", "null"):
        made = _strict([arguments[0].of], lambda n: f"{n & (1 << 64) - 1:X}")
    else:
        raise unsupported("HEX of this")
    return Compiled(made, v.STR, _needs(arguments))


def _counted(name: str, arguments: Arguments, least: int, most: int) -> None:
    if len(arguments) > most:
        raise unsupported(f"{name} of so many arguments")
    if not least <= len(arguments) <= most:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )


def _format(number: Any, digits: int) -> str:
    places = max(0, min(digits, 38))
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return f"{v.rounded(value, places):,f}"


def _number_format(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 2, 2)
    if arguments[0].type.kind == "dbl" or arguments[0].type.kind == "str":
        of = arguments[0].of
        value: Callable[[Frame], Any] = lambda f: None if (x := of(f)) is None else v.number(x)  # noqa: E731
    elif arguments[0].type.kind in v.NUMERIC:
        value = arguments[0].of
    else:
        raise unsupported("FORMAT of this")
    return Compiled(_strict([value, _integer(arguments[1])], _format), v.STR, _needs(arguments))


# ---- numbers -----------------------------------------------------------------------------------------------


def _constant_digits(argument: Compiled) -> int:
    if argument.constant is None or not isinstance(argument.constant[0], int):
        raise unsupported("a number of digits that is no plain number")
    return max(-30, min(argument.constant[0], 30))


def _rounding(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1 if name == "ROUND" else 2, 2)
    digits = _constant_digits(arguments[1]) if len(arguments) > 1 else 0
    of, kind = arguments[0].of, arguments[0].type
    cut = name == "TRUNCATE"
    if kind.kind == "int":
        if digits >= 0:
            return Compiled(of, kind, arguments[0].needs)
        unit = 10**-digits

        def whole(value: int) -> int:
            size = abs(value) // unit * unit if cut else (abs(value) + unit // 2) // unit * unit
            return v.in_range(size if value >= 0 else -size, kind, f"round({value},{digits})")

        return Compiled(_strict([of], whole), kind, arguments[0].needs)
    if kind.kind == "dec":
        scale = max(0, min(digits, kind.scale)) if digits < kind.scale else kind.scale

        def decimal(value: Decimal) -> Decimal:
            place = Decimal(1).scaleb(-min(digits, 30))
            if digits >= -int(value.as_tuple().exponent):
                return value
            if cut:
                return value.quantize(place, rounding=ROUND_DOWN) + Decimal(0)
            return (
                v.rounded(value, digits)
                if digits >= 0
                else Decimal(int(value.quantize(place, context=v.EXACT)))
            )

        return Compiled(_strict([of], decimal), v.dec(scale), arguments[0].needs)
    if kind.kind in ("dbl", "str", "null"):
        power = 10.0 ** abs(digits)

        def double(value: Any) -> float:
            number = float(v.number(value))
            scaled = number * power if digits >= 0 else number / power
            if math.isinf(scaled):
                return number
            done = math.trunc(scaled) if cut else float(round(scaled))
            return done / power if digits >= 0 else done * power

        return Compiled(_strict([of], double), v.DBL, arguments[0].needs)
    raise unsupported(f"{name} of a date")


def _bounds(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    of, kind = arguments[0].of, arguments[0].type
    up = name != "FLOOR"
    if kind.kind == "int":
        return Compiled(of, kind, arguments[0].needs)
    if kind.kind == "dec":
        way = ROUND_CEILING if up else ROUND_FLOOR
        return Compiled(
            _strict([of], lambda x: int(x.to_integral_value(rounding=way))), v.INT, arguments[0].needs
        )
    if kind.kind in ("dbl", "str", "null"):
        do = math.ceil if up else math.floor
        return Compiled(_strict([of], lambda x: float(do(v.number(x)))), v.DBL, arguments[0].needs)
    raise unsupported(f"{name} of a date")


def _absolute(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    of, kind = arguments[0].of, arguments[0].type
    if kind.kind in v.TEMPORAL:
        raise unsupported("ABS of a date")
    if kind.kind in ("str", "null"):
        return Compiled(_strict([of], lambda x: abs(float(v.number(x)))), v.DBL, arguments[0].needs)
    return Compiled(_strict([of], abs), kind, arguments[0].needs)


def _sign(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    of = arguments[0].of
    return Compiled(_strict([of], lambda x: (v.number(x) > 0) - (v.number(x) < 0)), v.INT, arguments[0].needs)


def _modulo(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 2, 2)
    return arithmetic("%", *arguments)


def _real(function: Callable[..., float]) -> Callable[..., float | None]:
    def compute(*numbers: float) -> float | None:
        try:
            return function(*numbers)
        except OverflowError:
            raise server_error(1690, "22003", "DOUBLE value is out of range") from None
        except (ValueError, ZeroDivisionError):
            return None

    return compute


def _extreme(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    if len(arguments) < 2:
        raise server_error(
            1582, "42000", f"Incorrect parameter count in the call to native function '{name}'"
        )
    kind = v.united([a.type for a in arguments])
    names = {a.type.kind for a in arguments} - {"null"}
    if kind.kind == "str" and names != {"str"}:
        raise unsupported(f"{name} over different types")
    getters = [in_type(a, kind) for a in arguments]
    key: Callable[[Any], Any] = (
        (lambda x: x) if kind.kind != "str" else v.binary_key if kind.binary else v.text_key
    )
    pick = max if name == "GREATEST" else min
    return Compiled(_strict(getters, lambda *found: pick(found, key=key)), kind, _needs(arguments))


# ---- choices -------------------------------------------------------------------------------------------------


def _coalesce(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 2 if name in ("IFNULL", "NVL") else 1, 2 if name in ("IFNULL", "NVL") else 99)
    kind = v.united([a.type for a in arguments])
    getters = [in_type(a, kind) for a in arguments]

    def first(frame: Frame) -> Any:
        for getter in getters:
            x = getter(frame)
            if x is not None:
                return x
        return None

    return Compiled(first, kind, _needs(arguments))


def _is_null(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    of = arguments[0].of
    return Compiled(lambda f: int(of(f) is None), v.INT, arguments[0].needs)


# ---- dates -----------------------------------------------------------------------------------------------------

_DAYS = {"DAY": 1, "WEEK": 7}
_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_COMPOUND = {
    "MINUTE_SECOND": ("MINUTE", "SECOND"), "HOUR_SECOND": ("HOUR", "MINUTE", "SECOND"), "HOUR_MINUTE": ("HOUR", "MINUTE"),
    "DAY_SECOND": ("DAY", "HOUR", "MINUTE", "SECOND"), "DAY_MINUTE": ("DAY", "HOUR", "MINUTE"), "DAY_HOUR": ("DAY", "HOUR"),
    "YEAR_MONTH": ("YEAR", "MONTH"),
}  # fmt: skip


def shifted(date: Compiled, amount: Compiled, unit: str, sign: int) -> Compiled:
    """``date + INTERVAL amount unit``."""
    if date.type.kind in v.NUMERIC or date.type.kind == "time":
        raise unsupported("intervals beside what is no date")
    of, text, kind = date.of, _text(amount), amount.type
    whole = amount.of if kind.kind == "int" else None
    only_day = unit in _DAYS or unit in _MONTHS or unit == "YEAR_MONTH"
    result = (
        v.DATE if date.type.kind == "date" and only_day else v.DATETIME if date.type.kind != "str" else v.STR
    )
    if date.type.kind == "null":
        result = v.DATETIME

    def move(frame: Frame) -> Any:
        value, size = of(frame), whole(frame) if whole is not None else text(frame)
        if value is None or size is None:
            return None
        when = v.moment(value)
        if when is None:
            return None
        moved = _moved(when, size, unit, sign)
        if moved is None or result.kind == "datetime":
            return moved
        if result.kind == "date":
            return moved.date()
        dated = only_day and not re.search(r"\d[T ]\s*\d", value) and len(value.strip()) <= 10
        return moved.date().isoformat() if dated else v.moment_text(moved)

    return Compiled(move, result, date.needs | amount.needs)


def _moved(when: datetime.datetime, size: Any, unit: str, sign: int) -> datetime.datetime | None:
    parts = _COMPOUND.get(unit)
    if parts is not None:
        text = str(size)
        numbers = re.findall(r"\d+", text)
        if len(numbers) > len(parts) or not re.fullmatch(r"\s*-?\d+([^\w-]\d+)*\s*", text):
            raise unsupported(f"the interval {text!r}")
        if text.strip().startswith("-"):
            sign = -sign
        moved: datetime.datetime | None = when
        for number, part in zip(reversed(numbers), reversed(parts), strict=False):
            moved = None if moved is None else _moved(moved, int(number), part, sign)
        return moved
    if isinstance(size, str):
        found = re.fullmatch(r"\s*(-?\d+)\s*", size)
        if found is None:
            raise unsupported(f"the interval {size[:30]!r}")
        size = int(found[1])
    try:
        if unit in _MONTHS:
            year, month = divmod(when.year * 12 + when.month - 1 + sign * size * _MONTHS[unit], 12)
            if not 1 <= year <= 9999:
                return None
            return when.replace(
                year=year, month=month + 1, day=min(when.day, calendar.monthrange(year, month + 1)[1])
            )
        if unit in _DAYS:
            return when + datetime.timedelta(days=sign * size * _DAYS[unit])
        if unit in _SECONDS:
            return when + datetime.timedelta(seconds=sign * size * _SECONDS[unit])
    except OverflowError:
        return None
    raise unsupported(f"intervals of {unit}")


def _week(when: datetime.datetime, mode: int = 0) -> int:
    return _year_week(when, mode)[1]


def _year_week(when: datetime.datetime, mode: int, *, whole: bool = False) -> tuple[int, int]:
    """MySQL's weeks: bit 0 Monday first, bit 1 weeks 1 to 53 of the year they belong to, bit 2 first week by a weekday."""
    mode &= 7
    if not mode & 1:
        mode ^= 4
    monday, ranged, weekday_rule = bool(mode & 1), bool(mode & 2) or whole, bool(mode & 4)
    date = when.date()
    year = date.year
    first = datetime.date(year, 1, 1)
    weekday = (first.weekday() + (0 if monday else 1)) % 7
    number = date.toordinal()
    begin = first.toordinal()
    if date.month == 1 and date.day <= 7 - weekday:
        if not ranged and ((weekday_rule and weekday != 0) or (not weekday_rule and weekday >= 4)):
            return year, 0
        ranged = True if ranged else ranged
        if (weekday_rule and weekday != 0) or (not weekday_rule and weekday >= 4):
            year -= 1
            days = 366 if calendar.isleap(year) else 365
            begin -= days
            weekday = (weekday + 53 * 7 - days) % 7
    if (weekday_rule and weekday != 0) or (not weekday_rule and weekday >= 4):
        passed = number - (begin + 7 - weekday)
    else:
        passed = number - (begin - weekday)
    if ranged and passed >= 52 * 7:
        days = 366 if calendar.isleap(year) else 365
        weekday = (weekday + days) % 7
        if (not weekday_rule and weekday < 4) or (weekday_rule and weekday == 0):
            return year + 1, 1
    return year, passed // 7 + 1


def _date_format(when: datetime.datetime, form: str) -> str:
    return v.bounded(re.sub(r"%(.)", lambda m: _directive(when, m[1]), form[:1000], flags=re.DOTALL))


def _directive(when: datetime.datetime, letter: str) -> str:
    day = when.day
    known: dict[str, Callable[[], str]] = {
        "Y": lambda: f"{when.year:04d}", "y": lambda: f"{when.year % 100:02d}", "m": lambda: f"{when.month:02d}",
        "c": lambda: str(when.month), "M": lambda: calendar.month_name[when.month],
        "b": lambda: calendar.month_abbr[when.month], "d": lambda: f"{day:02d}", "e": lambda: str(day),
        "D": lambda: f"{day}{'th' if day % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}",
        "H": lambda: f"{when.hour:02d}", "k": lambda: str(when.hour), "h": lambda: f"{(when.hour + 11) % 12 + 1:02d}",
        "I": lambda: f"{(when.hour + 11) % 12 + 1:02d}", "l": lambda: str((when.hour + 11) % 12 + 1),
        "i": lambda: f"{when.minute:02d}", "s": lambda: f"{when.second:02d}", "S": lambda: f"{when.second:02d}",
        "f": lambda: f"{when.microsecond:06d}", "p": lambda: "PM" if when.hour >= 12 else "AM",
        "T": lambda: when.strftime("%H:%M:%S"), "j": lambda: f"{when.timetuple().tm_yday:03d}",
        "r": lambda: f"{(when.hour + 11) % 12 + 1:02d}:{when.minute:02d}:{when.second:02d} {'PM' if when.hour >= 12 else 'AM'}",
        "a": lambda: calendar.day_abbr[when.weekday()], "W": lambda: calendar.day_name[when.weekday()],
        "w": lambda: str((when.weekday() + 1) % 7),
        "U": lambda: f"{_week(when, 0):02d}", "u": lambda: f"{_week(when, 1):02d}",
        "V": lambda: f"{_week(when, 2):02d}", "v": lambda: f"{_week(when, 3):02d}",
        "X": lambda: f"{_year_week(when, 2)[0]:04d}", "x": lambda: f"{_year_week(when, 3)[0]:04d}",
    }  # fmt: skip
    return known[letter]() if letter in known else letter


_READ = {
    "Y": r"(?P<Y>\d{4})", "m": r"(?P<m>\d{1,2})", "c": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "e": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "k": r"(?P<H>\d{1,2})", "i": r"(?P<i>\d{1,2})", "s": r"(?P<s>\d{1,2})", "S": r"(?P<s>\d{1,2})",
    "M": r"(?P<M>[A-Za-z]+)", "b": r"(?P<b>[A-Za-z]{3})", "T": r"(?P<H>\d{1,2}):(?P<i>\d{1,2}):(?P<s>\d{1,2})",
}  # fmt: skip


def _str_to_date(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 2, 2)
    if arguments[1].constant is None or not isinstance(arguments[1].constant[0], str):
        raise unsupported("STR_TO_DATE with a form that is no text")
    form = arguments[1].constant[0]
    letters = re.findall(r"%(.)", form, flags=re.DOTALL)
    if not set(letters) <= set(_READ) or len(set(letters)) != len(letters):
        raise unsupported(f"STR_TO_DATE with the form {form[:40]!r}")
    timed, dated = bool(set(letters) & set("HkisST")), bool(set(letters) & set("YmcdeMb"))
    if not dated or ("Y" not in letters):
        raise unsupported(f"STR_TO_DATE with the form {form[:40]!r}")
    pieces = re.split(r"(%.)", form, flags=re.DOTALL)
    pattern = "".join(
        _READ[p[1]] if p.startswith("%") and len(p) == 2 else re.escape(p).replace(r"\ ", r"\s*")
        for p in pieces
    )
    try:
        compiled = re.compile(pattern)
    except re.error:
        raise unsupported(f"STR_TO_DATE with the form {form[:40]!r}") from None

    def read(text: str) -> Any:
        found = compiled.fullmatch(text.strip())
        if found is None:
            if compiled.match(text.strip()):
                raise unsupported("STR_TO_DATE of a part of a text")
            return None
        parts = found.groupdict()
        month = parts.get("m")
        for key, names in (("M", calendar.month_name), ("b", calendar.month_abbr)):
            if parts.get(key):
                known = [n.lower() for n in names]
                if parts[key].lower() not in known:
                    return None
                month = str(known.index(parts[key].lower()))
        if not month or not parts.get("d") or 0 in (int(month), int(parts["d"]), int(parts["Y"])):
            raise unsupported("dates with a zero in them")
        try:
            when = datetime.datetime(
                int(parts["Y"]), int(month), int(parts["d"]),
                int(parts.get("H") or 0), int(parts.get("i") or 0), int(parts.get("s") or 0),
            )  # fmt: skip
        except ValueError:
            return None
        return when if timed else when.date()

    return Compiled(_strict([_text(arguments[0])], read), v.DATETIME if timed else v.DATE, _needs(arguments))


def _extract(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    unit = options[0]
    parts = {
        "YEAR": lambda d: d.year, "MONTH": lambda d: d.month, "DAY": lambda d: d.day, "HOUR": lambda d: d.hour,
        "MINUTE": lambda d: d.minute, "SECOND": lambda d: d.second, "QUARTER": lambda d: (d.month + 2) // 3,
        "WEEK": lambda d: _week(d, 0), "YEAR_MONTH": lambda d: d.year * 100 + d.month,
    }  # fmt: skip
    if unit not in parts:
        raise unsupported(f"EXTRACT of {unit}")
    return Compiled(_strict([_moment(arguments[0])], parts[unit]), v.INT, arguments[0].needs)


def _elapsed(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    unit = options[0]
    if name == "TIMESTAMPADD":
        if len(arguments) != 2:
            raise unsupported("this TIMESTAMPADD")
        return shifted(arguments[1], arguments[0], unit, 1)
    if len(arguments) != 2:
        raise unsupported("this TIMESTAMPDIFF")

    def between(begin: datetime.datetime, end: datetime.datetime) -> int:
        if unit in _MONTHS:
            sign, (a, b) = (1, (begin, end)) if begin <= end else (-1, (end, begin))
            months = (b.year - a.year) * 12 + b.month - a.month
            months -= (b.day, b.time()) < (a.day, a.time())
            return sign * (months // _MONTHS[unit])
        sizes = {**_SECONDS, "DAY": 86400, "WEEK": 604800}
        if unit not in sizes:
            raise unsupported(f"TIMESTAMPDIFF in {unit}")
        micro = (end - begin) // datetime.timedelta(microseconds=1)
        size = sizes[unit] * 1_000_000
        return micro // size if micro >= 0 else -(-micro // size)

    return Compiled(_strict([_moment(a) for a in arguments], between), v.INT, _needs(arguments))


def _dated(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """``DATE 'x'`` and the like, and the functions of the same names."""
    if name == "DATE":
        _counted(name, arguments, 1, 1)
        made = Compiled(_strict([arguments[0].of], to_date), v.DATE, arguments[0].needs)
    elif name == "TIMESTAMP":
        _counted(name, arguments, 1, 1)
        made = Compiled(_strict([_moment(arguments[0])], lambda d: d), v.DATETIME, arguments[0].needs)
    else:
        _counted(name, arguments, 1, 1)
        made = Compiled(_strict([_clock(arguments[0])], whole_clock), v.TIME, arguments[0].needs)
    if options:
        value = made.of([])
        if value is None:
            raise server_error(1525, "HY000", f"Incorrect {name} value: '{arguments[0].of([])}'")
        return made._replace(constant=[value])
    return made


def _present(kind: v.Type, of: Callable[[datetime.datetime], Any], utc: bool = False) -> Any:
    def special(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
        _counted(name, arguments, 0, 0)

        def value(frame: Frame) -> Any:
            zone = datetime.UTC if utc else None
            return of(datetime.datetime.now(zone).replace(microsecond=0, tzinfo=None))

        return Compiled(value, kind)

    return special


def _time_of(when: datetime.datetime) -> datetime.timedelta:
    return when - datetime.datetime(when.year, when.month, when.day)


def _part(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)
    seconds = {"HOUR": 3600, "MINUTE": 60, "SECOND": 1}[name]

    def part(value: datetime.timedelta) -> int:
        whole = abs(value) // datetime.timedelta(seconds=1)
        return whole // seconds if name == "HOUR" else whole // seconds % 60

    return Compiled(_strict([_clock(arguments[0])], part), v.INT, arguments[0].needs)


def _unix(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 1, 1)

    def seconds(when: datetime.datetime) -> int:
        found = int(when.timestamp())
        if when.microsecond or found < 0:
            raise unsupported("UNIX_TIMESTAMP of this")
        return found

    return Compiled(_strict([_moment(arguments[0])], seconds), v.INT, arguments[0].needs)


def _from_unix(seconds: int) -> datetime.datetime | None:
    return datetime.datetime.fromtimestamp(seconds) if 0 <= seconds < 1 << 31 else None


def _days(when: datetime.datetime) -> int:
    return when.toordinal() + 365


def _from_days(number: int) -> datetime.date | None:
    if not 366 <= number <= 3652424:
        raise unsupported("FROM_DAYS of such days")
    return datetime.date.fromordinal(number - 365)


def _period(number: int) -> int:
    year, month = divmod(number, 100)
    if year < 100 or not 1 <= month <= 12:
        raise unsupported("such periods")
    return year * 12 + month - 1


def _make_date(year: int, day: int) -> datetime.date | None:
    if day < 1:
        return None
    if not 100 <= year <= 9998:
        raise unsupported("MAKEDATE of such years")
    return datetime.date(year, 1, 1) + datetime.timedelta(days=day - 1)


def _last_day(when: datetime.datetime) -> datetime.date:
    return when.date().replace(day=calendar.monthrange(when.year, when.month)[1])


def _time_diff(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    _counted(name, arguments, 2, 2)
    kinds = {a.type.kind for a in arguments}
    if not (kinds == {"datetime"} or kinds == {"time"}):
        raise unsupported("TIMEDIFF of this")
    most = datetime.timedelta(hours=838, minutes=59, seconds=59)
    return Compiled(
        _strict([a.of for a in arguments], lambda a, b: max(-most, min(a - b, most))),
        v.TIME,
        _needs(arguments),
    )


# ---- JSON ----------------------------------------------------------------------------------------------------------


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise unsupported("text that is no JSON as JSON") from None


def _json_length(text: str) -> int:
    value = _json(text)
    return len(value) if isinstance(value, (list, dict)) else 1


def _json_contains(target: str, candidate: str) -> int:
    whole, part = _json(target), _json(candidate)
    if isinstance(part, (list, dict)) or not isinstance(whole, list):
        raise unsupported("JSON_CONTAINS of this")
    if any(isinstance(w, (list, dict)) for w in whole):
        raise unsupported("JSON_CONTAINS of this")
    return int(any(type(w) is type(part) and w == part for w in whole))


SIMPLE: dict[str, tuple[str, v.Type, Callable[..., Any]]] = {
    "LENGTH": ("s", v.INT, lambda t: len(t.encode())), "OCTET_LENGTH": ("s", v.INT, lambda t: len(t.encode())),
    "CHAR_LENGTH": ("s", v.INT, len), "CHARACTER_LENGTH": ("s", v.INT, len),
    "UPPER": ("s", v.STR, _upper), "UCASE": ("s", v.STR, _upper), "LOWER": ("s", v.STR, _lower), "LCASE": ("s", v.STR, _lower),
    "LTRIM": ("s", v.STR, lambda t: t.lstrip(" ")), "RTRIM": ("s", v.STR, lambda t: t.rstrip(" ")),
    "LEFT": ("si", v.STR, lambda t, n: t[: max(n, 0)]), "RIGHT": ("si", v.STR, lambda t, n: t[-n:] if n > 0 else ""),
    "SUBSTRING": ("si?i", v.STR, _substring), "SUBSTRING_INDEX": ("ssi", v.STR, _substring_index),
    "LOCATE": ("ss?i", v.INT, _locate), "INSTR": ("ss", v.INT, lambda t, p: _locate(p, t)),
    "REPLACE": ("sss", v.STR, _replace), "REPEAT": ("si", v.STR, _repeat), "REVERSE": ("s", v.STR, lambda t: t[::-1]),
    "SPACE": ("i", v.STR, lambda n: _repeat(" ", n)), "LPAD": ("sis", v.STR, _pad(True)), "RPAD": ("sis", v.STR, _pad(False)),
    "FIND_IN_SET": ("ss", v.INT, _find_in_set), "INSERT": ("siis", v.STR, _insert), "STRCMP": ("ss", v.INT, _strcmp),
    "ASCII": ("s", v.INT, lambda t: (t.encode() or b"\0")[0]), "MD5": ("s", v.STR, lambda t: hashlib.md5(t.encode()).hexdigest()),
    "SHA": ("s", v.STR, lambda t: hashlib.sha1(t.encode()).hexdigest()),
    "SHA1": ("s", v.STR, lambda t: hashlib.sha1(t.encode()).hexdigest()),
    "CONV": ("sii", v.STR, _convert), "BIN": ("i", v.STR, lambda n: f"{n & (1 << 64) - 1:b}"),
    "REGEXP_REPLACE": ("sss", v.STR, lambda t, p, r: matching.replace(t, p, r, False)),
    "POW": ("ff", v.DBL, _real(math.pow)), "POWER": ("ff", v.DBL, _real(math.pow)), "SQRT": ("f", v.DBL, _real(math.sqrt)),
    "EXP": ("f", v.DBL, _real(math.exp)), "LN": ("f", v.DBL, _real(math.log)), "LOG2": ("f", v.DBL, _real(math.log2)),
    "LOG10": ("f", v.DBL, _real(math.log10)), "SIN": ("f", v.DBL, math.sin), "COS": ("f", v.DBL, math.cos),
    "DATEDIFF": ("dd", v.INT, lambda a, b: (a.date() - b.date()).days),
    "YEAR": ("d", v.INT, lambda d: d.year), "MONTH": ("d", v.INT, lambda d: d.month), "DAY": ("d", v.INT, lambda d: d.day),
    "DAYOFMONTH": ("d", v.INT, lambda d: d.day), "DAYOFYEAR": ("d", v.INT, lambda d: d.timetuple().tm_yday),
    "DAYOFWEEK": ("d", v.INT, lambda d: d.isoweekday() % 7 + 1), "WEEKDAY": ("d", v.INT, lambda d: d.weekday()),
    "DAYNAME": ("d", v.STR, lambda d: calendar.day_name[d.weekday()]),
    "MONTHNAME": ("d", v.STR, lambda d: calendar.month_name[d.month]), "QUARTER": ("d", v.INT, lambda d: (d.month + 2) // 3),
    "WEEK": ("d?i", v.INT, _week), "WEEKOFYEAR": ("d", v.INT, lambda d: _week(d, 3)),
    "YEARWEEK": ("d?i", v.INT, lambda d, m=0: (lambda y: y[0] * 100 + y[1])(_year_week(d, m, whole=True))),
    "LAST_DAY": ("d", v.DATE, _last_day), "TO_DAYS": ("d", v.INT, _days), "FROM_DAYS": ("i", v.DATE, _from_days),
    "DATE_FORMAT": ("ds", v.STR, _date_format), "MAKEDATE": ("ii", v.DATE, _make_date),
    "PERIOD_DIFF": ("ii", v.INT, lambda a, b: _period(a) - _period(b)), "FROM_UNIXTIME": ("i", v.DATETIME, _from_unix),
    "TIME_TO_SEC": ("t", v.INT, lambda t: t // datetime.timedelta(seconds=1)),
    "JSON_LENGTH": ("s", v.INT, _json_length), "JSON_CONTAINS": ("ss", v.INT, _json_contains),
}  # fmt: skip
"""Kinds of arguments (what follows ``?`` may be left out), type of the result, function; NULL where one of them is."""

Special = Callable[[str, list[Compiled], tuple[str, ...]], Compiled]
SPECIAL: dict[str, Special] = {
    "CONCAT": _concat, "CONCAT_WS": _concat_ws, "TRIM": _trim, "FIELD": _field, "ELT": _elt, "HEX": _hex,
    "FORMAT": _number_format, "ROUND": _rounding, "TRUNCATE": _rounding, "FLOOR": _bounds, "CEIL": _bounds,
    "CEILING": _bounds, "ABS": _absolute, "SIGN": _sign, "MOD": _modulo, "GREATEST": _extreme, "LEAST": _extreme,
    "COALESCE": _coalesce, "IFNULL": _coalesce, "NVL": _coalesce, "ISNULL": _is_null, "STR_TO_DATE": _str_to_date,
    "EXTRACT": _extract, "TIMESTAMPDIFF": _elapsed, "TIMESTAMPADD": _elapsed, "DATE": _dated, "TIME": _dated,
    "TIMESTAMP": _dated, "HOUR": _part, "MINUTE": _part, "SECOND": _part, "UNIX_TIMESTAMP": _unix, "TIMEDIFF": _time_diff,
    "DATABASE": lambda n, a, o: Compiled(lambda f: "task", v.STR), "SCHEMA": lambda n, a, o: Compiled(lambda f: "task", v.STR),
    "PI": lambda n, a, o: Compiled(lambda f: math.pi, v.DBL._replace(scale=6)),
    **{n: _present(v.DATETIME, lambda d: d) for n in ("NOW", "SYSDATE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP")},
    **{n: _present(v.DATE, lambda d: d.date()) for n in ("CURDATE", "CURRENT_DATE")},
    **{n: _present(v.TIME, _time_of) for n in ("CURTIME", "CURRENT_TIME")},
    "UTC_DATE": _present(v.DATE, lambda d: d.date(), True), "UTC_TIME": _present(v.TIME, _time_of, True),
    "UTC_TIMESTAMP": _present(v.DATETIME, lambda d: d, True),
}  # fmt: skip

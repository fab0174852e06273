"""Functions of dates and times."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Any

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import strict
from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.functions.arguments import (
    as_clock,
    as_integer,
    as_moment,
    as_text,
    counted,
    needs_of,
    read_of,
    to_date,
    whole_clock,
)
from agentgym.environments.database.world.mysql.functions.date_formats import date_format, week_of
from agentgym.environments.database.world.mysql.scope import Compiled, Frame

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
    of, text, kind = date.of, as_text(amount), amount.type
    whole = amount.of if kind.kind == "int" else None
    only_day = unit in _DAYS or unit in _MONTHS or unit == "YEAR_MONTH"
    if date.type.kind == "str" and date.constant is None and not only_day:
        # The server shows millionths of a second behind some of these.
        raise unsupported("a time added to a text that is computed")
    if date.type.kind == "str" and kind.kind != "int" and unit.endswith("SECOND"):
        raise unsupported("parts of a second, maybe, added to a text")
    result = (
        v.DATE if date.type.kind == "date" and only_day else v.DATETIME if date.type.kind != "str" else v.STR
    )
    if date.type.kind == "null":
        result = v.STR

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
        if date.constant is None and len(value.strip()) > 10:
            raise unsupported("an interval added to a text with a time that is computed")
        dated = only_day and not re.search(r"\d[T ]\s*\d", value) and len(value.strip()) <= 10
        return v.Loose(moved.date().isoformat() if dated else v.moment_text(moved))

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


def extract(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """EXTRACT of a unit from a moment."""
    unit = options[0]
    parts = {
        "YEAR": lambda d: d.year, "MONTH": lambda d: d.month, "DAY": lambda d: d.day, "HOUR": lambda d: d.hour,
        "MINUTE": lambda d: d.minute, "SECOND": lambda d: d.second, "QUARTER": lambda d: (d.month + 2) // 3,
        "WEEK": lambda d: week_of(d, 0), "YEAR_MONTH": lambda d: d.year * 100 + d.month,
        "MICROSECOND": lambda d: d.microsecond, "DAY_HOUR": lambda d: d.day * 100 + d.hour,
        "DAY_MINUTE": lambda d: d.day * 10**4 + d.hour * 100 + d.minute,
        "DAY_SECOND": lambda d: d.day * 10**6 + d.hour * 10**4 + d.minute * 100 + d.second,
        "HOUR_MINUTE": lambda d: d.hour * 100 + d.minute, "MINUTE_SECOND": lambda d: d.minute * 100 + d.second,
        "HOUR_SECOND": lambda d: d.hour * 10**4 + d.minute * 100 + d.second,
    }  # fmt: skip
    if unit not in parts:
        raise unsupported(f"EXTRACT of {unit}")
    return Compiled(strict([as_moment(arguments[0])], parts[unit]), v.INT, arguments[0].needs)


def elapsed(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """TIMESTAMPDIFF and TIMESTAMPADD."""
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

    return Compiled(
        strict([as_moment(a) for a in arguments], between), v.INT._replace(wide=True), needs_of(arguments)
    )


def dated(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """``DATE 'x'`` and the like, and the functions of the same names."""
    if name == "DATE":
        counted(name, arguments, 1, 1)
        made = read_of(Compiled(strict([arguments[0].of], to_date), v.DATE, arguments[0].needs), arguments[0])
    elif name == "TIMESTAMP":
        counted(name, arguments, 1, 1)
        moment = Compiled(strict([as_moment(arguments[0])], lambda d: d), v.DATETIME, arguments[0].needs)
        made = read_of(moment, arguments[0])
    else:
        counted(name, arguments, 1, 1)
        made = Compiled(strict([as_clock(arguments[0])], whole_clock), v.TIME, arguments[0].needs)
    if options:
        value = made.of([])
        if value is None:
            raise server_error(1525, "HY000", f"Incorrect {name} value: '{arguments[0].of([])}'")
        return made._replace(constant=[value], compared=None)
    return made


def now(kind: v.Type, of: Callable[[datetime.datetime], Any], utc: bool = False) -> Any:
    """Return a function of the present moment: NOW, CURDATE and the like."""

    def special(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
        counted(name, arguments, 0, 0)

        def value(frame: Frame) -> Any:
            zone = datetime.UTC if utc else None
            return of(datetime.datetime.now(zone).replace(microsecond=0, tzinfo=None))

        return Compiled(value, kind)

    return special


def time_of(when: datetime.datetime) -> datetime.timedelta:
    """Return the time of day."""
    return when - datetime.datetime(when.year, when.month, when.day)


def clock_part(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """HOUR, MINUTE, SECOND of a time."""
    counted(name, arguments, 1, 1)
    seconds = {"HOUR": 3600, "MINUTE": 60, "SECOND": 1}[name]

    def part(value: datetime.timedelta) -> int:
        whole = abs(value) // datetime.timedelta(seconds=1)
        return whole // seconds if name == "HOUR" else whole // seconds % 60

    return Compiled(strict([as_clock(arguments[0])], part), v.INT, arguments[0].needs)


def seconds_since_1970(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """UNIX_TIMESTAMP of a moment."""
    counted(name, arguments, 1, 1)

    def seconds(when: datetime.datetime) -> int:
        found = int(when.timestamp())
        if when.microsecond or found < 0:
            raise unsupported("UNIX_TIMESTAMP of this")
        return found

    return Compiled(strict([as_moment(arguments[0])], seconds), v.INT, arguments[0].needs)


def moment_since_1970(seconds: int) -> datetime.datetime | None:
    """FROM_UNIXTIME."""
    return datetime.datetime.fromtimestamp(seconds) if 0 <= seconds < 1 << 31 else None


def from_unixtime(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """FROM_UNIXTIME, as a moment or in a form."""
    counted(name, arguments, 1, 2)
    seconds = as_integer(arguments[0])
    if len(arguments) == 1:
        return Compiled(strict([seconds], moment_since_1970), v.DATETIME, needs_of(arguments))

    def formed(number: int, form: str) -> str | None:
        when = moment_since_1970(number)
        return None if when is None else date_format(when, form)

    return Compiled(strict([seconds, as_text(arguments[1])], formed), v.STR, needs_of(arguments))


def day_number(when: datetime.datetime) -> int:
    """TO_DAYS."""
    return when.toordinal() + 365


def day_of_number(number: int) -> datetime.date | None:
    """FROM_DAYS."""
    if not 366 <= number <= 3652424:
        raise unsupported("FROM_DAYS of such days")
    return datetime.date.fromordinal(number - 365)


def months_of(number: int) -> int:
    """Return the months of a period YYYYMM since the year 0."""
    year, month = divmod(number, 100)
    if year < 100 or not 1 <= month <= 12:
        raise unsupported("such periods")
    return year * 12 + month - 1


def period_add(period: int, months: int) -> int:
    """PERIOD_ADD; a period of 0 stays."""
    if period == 0:
        return 0
    count = months_of(period) + months
    if not 1200 <= count < 120_000:
        raise unsupported("such periods")
    return count // 12 * 100 + count % 12 + 1


def second_number(when: datetime.datetime) -> int:
    """TO_SECONDS."""
    return day_number(when) * 86400 + int(time_of(when).total_seconds())


def sec_to_time(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """SEC_TO_TIME of an integer; what is beyond the range of a time is its end."""
    counted(name, arguments, 1, 1)
    if arguments[0].type.kind not in ("int", "null"):
        raise unsupported("SEC_TO_TIME of what is no integer")
    most = int(_LONGEST.total_seconds())
    made = strict([arguments[0].of], lambda n: datetime.timedelta(seconds=max(-most, min(n, most))))
    return Compiled(made, v.TIME, arguments[0].needs)


def make_date(year: int, day: int) -> datetime.date | None:
    """MAKEDATE."""
    if day < 1:
        return None
    if not 100 <= year <= 9998:
        raise unsupported("MAKEDATE of such years")
    try:
        return datetime.date(year, 1, 1) + datetime.timedelta(days=day - 1)
    except OverflowError:
        return None


def last_day(when: datetime.datetime) -> datetime.date:
    """LAST_DAY."""
    return when.date().replace(day=calendar.monthrange(when.year, when.month)[1])


_LONGEST = datetime.timedelta(hours=838, minutes=59, seconds=59)
_WRITTEN = {
    "time": re.compile(r"-?\d{1,3}:[0-5]\d:[0-5]\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d \d\d:[0-5]\d:[0-5]\d"),
}


def time_diff(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """TIMEDIFF of two times, or of two dates with a time; texts have to be written out."""
    counted(name, arguments, 2, 2)
    kinds = {a.type.kind for a in arguments}
    if len(kinds) != 1 or not kinds <= {"datetime", "time", "str"}:
        raise unsupported("TIMEDIFF of this")

    def difference(a: Any, b: Any) -> datetime.timedelta | None:
        if isinstance(a, str):
            form = next((f for f in _WRITTEN.values() if f.fullmatch(a) and f.fullmatch(b)), None)
            if form is None:
                raise unsupported("TIMEDIFF of such texts")
            read = v.clock if form is _WRITTEN["time"] else v.moment
            a, b = read(a), read(b)
            if a is None or b is None:
                return None
        size: datetime.timedelta = a - b
        return max(-_LONGEST, min(size, _LONGEST))

    return Compiled(strict([a.of for a in arguments], difference), v.TIME, needs_of(arguments))

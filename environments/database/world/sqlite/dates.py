"""MySQL's functions of dates. A date is ISO text, with a time or without; what is none gives NULL."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from typing import Any

Value = str | int | float | bytes | None
_UNITS = {"MICROSECOND": 1e-6, "SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400, "WEEK": 604_800}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}


def moment(value: Value) -> datetime.datetime | None:
    """Read a date or a date with a time."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def _of(part: Callable[[datetime.datetime], Any]) -> Callable[[Value], Any]:
    def function(value: Value) -> Any:
        when = moment(value)
        return None if when is None else part(when)

    return function


def shift(value: Value, amount: Value, unit: str) -> str | None:
    """Add an interval; the day is cut to the month's last, as the server does."""
    when, unit = moment(value), unit.strip("'").upper()
    if when is None or amount is None:
        return None
    try:
        number = float(amount)
        if unit in _MONTHS:
            month = when.year * 12 + when.month - 1 + round(number) * _MONTHS[unit]
            year, index = divmod(month, 12)
            day = min(when.day, calendar.monthrange(year, index + 1)[1])
            moved = when.replace(year=year, month=index + 1, day=day)
        elif unit in _UNITS:
            moved = when + datetime.timedelta(seconds=number * _UNITS[unit])
        else:
            return None
    except (ValueError, OverflowError):
        return None
    only_date = len(str(value).strip()) <= 10 and unit in (*_MONTHS, "DAY", "WEEK")
    return moved.date().isoformat() if only_date else moved.isoformat(" ")


def difference(left: Value, right: Value) -> int | None:
    """``DATEDIFF``: days from the second to the first."""
    a, b = moment(left), moment(right)
    return None if a is None or b is None else (a.date() - b.date()).days


def elapsed(unit: str, begin: Value, end: Value) -> int | None:
    """``TIMESTAMPDIFF``: whole units from ``begin`` to ``end``."""
    a, b = moment(begin), moment(end)
    unit = unit.upper()
    if a is None or b is None:
        return None
    if unit in _MONTHS:
        sign, (a, b) = (1, (a, b)) if a <= b else (-1, (b, a))
        months = (b.year - a.year) * 12 + b.month - a.month
        rest = (b.day, b.time()) < (a.day, a.time())
        return sign * ((months - rest) // _MONTHS[unit])
    return int((b - a).total_seconds() / _UNITS[unit]) if unit in _UNITS else None


def written(value: Value, form: Value) -> str | None:
    """``DATE_FORMAT``; the form is in Python's letters (sqlglot converts MySQL's)."""
    when = moment(value)
    return None if when is None or form is None else when.strftime(str(form)[:200])


def read(text: Value, form: Value) -> str | None:
    """``STR_TO_DATE``; the form is in Python's letters."""
    if text is None or form is None:
        return None
    try:
        when = datetime.datetime.strptime(str(text).strip(), str(form))
    except ValueError:
        return None
    timed = any(mark in str(form) for mark in ("%H", "%I", "%M", "%S", "%T"))
    return when.isoformat(" ") if timed else when.date().isoformat()


def _now() -> str:
    return datetime.datetime.now().replace(microsecond=0).isoformat(" ")


DATES: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("year", 1, _of(lambda d: d.year)),
    ("month", 1, _of(lambda d: d.month)),
    ("day", 1, _of(lambda d: d.day)),
    ("dayofmonth", 1, _of(lambda d: d.day)),
    ("day_of_month", 1, _of(lambda d: d.day)),
    ("dayofyear", 1, _of(lambda d: d.timetuple().tm_yday)),
    ("day_of_year", 1, _of(lambda d: d.timetuple().tm_yday)),
    ("dayofweek", 1, _of(lambda d: d.isoweekday() % 7 + 1)),
    ("day_of_week", 1, _of(lambda d: d.isoweekday() % 7 + 1)),
    ("weekday", 1, _of(lambda d: d.weekday())),
    ("dayname", 1, _of(lambda d: calendar.day_name[d.weekday()])),
    ("monthname", 1, _of(lambda d: calendar.month_name[d.month])),
    ("quarter", 1, _of(lambda d: (d.month + 2) // 3)),
    ("hour", 1, _of(lambda d: d.hour)),
    ("minute", 1, _of(lambda d: d.minute)),
    ("second", 1, _of(lambda d: d.second)),
    ("last_day", 1, _of(lambda d: d.date().replace(day=calendar.monthrange(d.year, d.month)[1]).isoformat())),
    ("to_days", 1, _of(lambda d: d.date().toordinal() + 365)),
    ("date_shift", 3, shift),
    ("datediff", 2, difference),
    ("timestampdiff", 3, elapsed),
    ("date_text", 2, written),
    ("str_to_date", 2, read),
    ("now", 0, _now),
    ("sysdate", 0, _now),
)
"""Name, number of arguments, function."""

"""Weeks of the year, and dates written and read after a format."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Any

import regex

from agentgym.environments.database.world.mysql import values as v
from agentgym.environments.database.world.mysql.arithmetic import strict
from agentgym.environments.database.world.mysql.errors import unsupported
from agentgym.environments.database.world.mysql.functions.arguments import (
    as_text,
    counted,
    needs_of,
)
from agentgym.environments.database.world.mysql.scope import Compiled


def week_of(when: datetime.datetime, mode: int = 0) -> int:
    """WEEK, in one of the eight modes."""
    return year_week(when, mode)[1]


def year_week(when: datetime.datetime, mode: int, *, whole: bool = False) -> tuple[int, int]:
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


def date_format(when: datetime.datetime, form: str) -> str:
    """DATE_FORMAT."""
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
        "U": lambda: f"{week_of(when, 0):02d}", "u": lambda: f"{week_of(when, 1):02d}",
        "V": lambda: f"{week_of(when, 2):02d}", "v": lambda: f"{week_of(when, 3):02d}",
        "X": lambda: f"{year_week(when, 2)[0]:04d}", "x": lambda: f"{year_week(when, 3)[0]:04d}",
    }  # fmt: skip
    return known[letter]() if letter in known else letter


_READ = {
    "Y": r"(?P<Y>\d{4})", "m": r"(?P<m>\d{1,2})", "c": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "e": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "k": r"(?P<H>\d{1,2})", "i": r"(?P<i>\d{1,2})", "s": r"(?P<s>\d{1,2})", "S": r"(?P<s>\d{1,2})",
    "M": r"(?P<M>[A-Za-z]+)", "b": r"(?P<b>[A-Za-z]{3})", "T": r"(?P<H>\d{1,2}):(?P<i>\d{1,2}):(?P<s>\d{1,2})",
}  # fmt: skip


def str_to_date(name: str, arguments: list[Compiled], options: tuple[str, ...]) -> Compiled:
    """STR_TO_DATE, with a form that is written out."""
    counted(name, arguments, 2, 2)
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
        compiled, begun = re.compile(pattern), regex.compile(pattern.replace(r"\d{4}", r"\d{1,4}"))
    except re.error:
        raise unsupported(f"STR_TO_DATE with the form {form[:40]!r}") from None

    def read(text: str) -> Any:
        found = compiled.fullmatch(text.strip())
        if found is None:
            if compiled.match(text.strip()):
                raise unsupported("STR_TO_DATE of a part of a text")
            if begun.match(text.strip(), partial=True):
                raise unsupported("STR_TO_DATE of a text that ends before its form, or of a short year")
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

    return Compiled(
        strict([as_text(arguments[0])], read), v.DATETIME if timed else v.DATE, needs_of(arguments)
    )

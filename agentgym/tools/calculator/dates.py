"""Dates: how many days lie between two, which date is some days away, on which day of the week one falls."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agentgym.tools.calculator.expressions import NotComputable

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BY_NAME = {m.lower(): i for i, m in enumerate(MONTHS, start=1)} | {
    m[:3].lower(): i for i, m in enumerate(MONTHS, start=1)
}
_NAMED = "|".join(sorted(_BY_NAME, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})"
    rf"|(?P<m2>{_NAMED})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?P<m3>{_NAMED})\.?,? (?P<y3>\d{{4}})",
    re.IGNORECASE,
)
_SHIFT = re.compile(r"\s*([-+−])\s*(\d{1,7})\s*(day|week)s?\s*", re.IGNORECASE)
_WORDS_SHIFT = re.compile(r"\b(\d{1,7}) (day|week)s? (after|before)\s*$", re.IGNORECASE)


def answer(text: str) -> str:
    """Answer ``days between D1 and D2``, ``D + n days``, ``n days after D``, ``day of the week of D``.

    Raises:
        NotComputable: it is none of these, or no date of the calendar.
    """
    found = list(_DATE.finditer(text))
    days = [_date(m) for m in found]
    lower = text.lower()
    try:
        if len(days) == 2 and "between" in lower:
            apart = abs((days[1] - days[0]).days)
            return f"{apart} days" if "week" not in lower else f"{apart // 7} weeks and {apart % 7} days"
        if len(days) == 1:
            if (shift := _SHIFT.match(text, found[0].end())) is not None:
                return written(days[0] + _span(shift[2], shift[3], shift[1] == "+"))
            if (shift := _WORDS_SHIFT.search(text, 0, found[0].start())) is not None:
                return written(days[0] + _span(shift[1], shift[2], shift[3].lower() == "after"))
            if "day of the week" in lower or "weekday" in lower:
                return days[0].strftime("%A")
    except OverflowError:
        raise NotComputable("the date is out of the calendar") from None
    raise NotComputable("that is no question about dates")


def written(day: date) -> str:
    """Return a date as text (``March 1, 2024``)."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _span(count: str, unit: str, forward: bool) -> timedelta:
    days = int(count) * (7 if unit.lower() == "week" else 1)
    return timedelta(days=days if forward else -days)


def _date(found: re.Match[str]) -> date:
    number = next(n for n in "123" if found[f"y{n}"])
    month = found[f"m{number}"]
    try:
        return date(
            int(found[f"y{number}"]), _BY_NAME.get(month.lower()) or int(month), int(found[f"d{number}"])
        )
    except ValueError:
        raise NotComputable(f"{found[0]} is no date of the calendar") from None

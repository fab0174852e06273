"""Typed values: when an answer and what is expected are the same date, amount, duration, place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

Comparison = Callable[[Any, Any], bool]

_MARKS = "'\"`.,;:!?"
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'}
)
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+")
_DATES = (
    "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y",
    "%Y/%m/%d", "%m-%d-%Y", "%b %d, %Y, %I:%M:%S %p", "%b %d, %Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
)  # fmt: skip
_MONTHS = [datetime(2000, n, 1).strftime("%B").lower() for n in range(1, 13)]
_METERS = {
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0, "km": 1000.0, "k": 1000.0, "kilometer": 1000.0,
    "kilometers": 1000.0, "kilometre": 1000.0, "kilometres": 1000.0, "mi": 1609.344, "mile": 1609.344,
    "miles": 1609.344, "ft": 0.3048, "feet": 0.3048, "foot": 0.3048, "yd": 0.9144, "yards": 0.9144,
}  # fmt: skip
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_UNIT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(d(?:ays?)?|h(?:ours?|rs?|r)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\b,?\s*(?:and\s*)?"
)
_CLOCK = re.compile(r"(\d+):(\d{2})(?::(\d{2}))?\s*(?:hours?|hrs?|h)?")


def text_of(value: Any) -> str:
    """Return a text in lower case with single blanks, plain dashes and quotes."""
    plain = unicodedata.normalize("NFKC", str(value)).translate(_DASHES)
    return " ".join(plain.lower().split())


def same_text(expected: Any, given: Any) -> bool:
    """Compare texts; an expected ``^pattern$`` is a regular expression; marks around a text do not count."""
    if expected is None or given is None:
        return expected is given
    wanted = str(expected).strip()
    if wanted.startswith("^") and wanted.endswith("$"):
        return re.fullmatch(wanted, str(given).strip(), re.IGNORECASE) is not None
    left, right = text_of(expected), text_of(given)
    return left == right or left.strip(_MARKS) == right.strip(_MARKS)


def number_of(value: Any) -> float | None:
    """Return a number, written as one or in a text that holds exactly one; ``None`` if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    found = _AMOUNT.findall(text_of(value))
    return float(found[0].replace(",", "")) if len(found) == 1 else None


def same_number(expected: Any, given: Any) -> bool:
    """Compare numbers; a text must be a number and nothing else."""
    if isinstance(given, str) and not _AMOUNT.fullmatch(text_of(given)):
        return False
    left, right = number_of(expected), number_of(given)
    return left is not None and right is not None and abs(left - right) < 1e-9


def same_amount(expected: Any, given: Any) -> bool:
    """Compare amounts of money, to the cent."""
    left, right = number_of(expected), number_of(given)
    return left is not None and right is not None and round(left, 2) == round(right, 2)


def date_of(value: Any) -> date | None:
    """Return a date written in one of the common forms; the month comes before the day."""
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", " ".join(str(value).split())).strip(_MARKS)
    text = re.sub(r",(?! )", ", ", text)
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def same_date(expected: Any, given: Any) -> bool:
    """Compare dates."""
    left, right = date_of(expected), date_of(given)
    return left is not None and left == right


def same_month(expected: Any, given: Any) -> bool:
    """Compare months: by number, by name, or by the first letters of it."""
    left, right = _month(expected), _month(given)
    return left is not None and left == right


def _month(value: Any) -> int | None:
    text = text_of(value).removesuffix(".")
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    found = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(text)]
    return found[0] if len(found) == 1 else None


def seconds_of(value: Any) -> float | None:
    """Return a duration with its unit (``1h 5min``, ``1:05``, ``65 minutes``) in seconds; ``None`` if it is none."""
    text = text_of(value)
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours_first = clock[3] is not None or not text[-1].isdecimal()
        first, second, third = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        return first * 3600 + second * 60 + third if hours_first else first * 60 + second
    total, at = 0.0, 0
    while at < len(text):
        found = _UNIT.match(text, at)
        if found is None:
            return None
        total += float(found[1]) * _SECONDS[found[2][0]]
        at = found.end()
    return total if text else None


def same_duration(expected: Any, given: Any) -> bool:
    """Compare durations: to three minutes, or a tenth of the longer one."""
    left, right = seconds_of(expected), seconds_of(given)
    return left is not None and right is not None and abs(left - right) <= max(180.0, 0.1 * max(left, right))


def meters_of(value: Any) -> float | None:
    """Return a distance with its unit in meters; ``None`` if it is none."""
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?|\.\d+)\s*([a-z]+)\.?", text_of(value))
    unit = _METERS.get(found[2]) if found else None
    return float(found[1].replace(",", "")) * unit if found and unit else None


def same_distance(expected: Any, given: Any) -> bool:
    """Compare distances: to ten meters, or two hundredths of the longer one."""
    left, right = meters_of(expected), meters_of(given)
    return left is not None and right is not None and abs(left - right) <= max(10.0, 0.02 * max(left, right))


def same_place(expected: Any, given: Any) -> bool:
    """Compare names of places: alike in at least four fifths of their letters, whatever the order of the words."""
    left, right = text_of(expected), text_of(given)
    return left == right or bool(left and right and fuzz.token_sort_ratio(left, right) >= 80)


def same_truth(expected: Any, given: Any) -> bool:
    """Compare yes and no."""
    return _truth(expected) is not None and _truth(expected) == _truth(given)


def _truth(value: Any) -> bool | None:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text_of(value))


def same_coordinates(expected: Any, given: Any) -> bool:
    """Compare places by latitude and longitude, to about a hundred meters."""
    left, right = _coordinates(expected), _coordinates(given)
    return (
        left is not None
        and right is not None
        and all(abs(a - b) <= 1e-3 for a, b in zip(left, right, strict=True))
    )


def _coordinates(value: Any) -> tuple[float, float] | None:
    if isinstance(value, Mapping):
        pair = (
            value.get("latitude", value.get("lat")),
            value.get("longitude", value.get("lon", value.get("lng"))),
        )
    elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        pair = (value[0], value[1])
    else:
        found = re.fullmatch(r"\(?(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\)?", str(value).strip())
        pair = (found[1], found[2]) if found else (None, None)
    first, second = number_of(pair[0]), number_of(pair[1])
    return (first, second) if first is not None and second is not None else None


COMPARISONS: dict[str, Comparison] = {
    "string": same_text, "number": same_number, "integer": same_number, "boolean": same_truth, "currency": same_amount,
    "date": same_date, "month": same_month, "duration": same_duration, "distance": same_distance,
    "location-name": same_place, "url": same_text, "coordinates": same_coordinates,
}  # fmt: skip

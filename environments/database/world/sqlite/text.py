"""Texts as MySQL sees them: what the collation compares, and how values become text and number."""

from __future__ import annotations

import unicodedata

import regex

LONGEST = 1 << 18
"""Bytes of the longest text, in our functions and (as a limit of the connection) in SQLite's."""

Text = str | int | float | bytes | None


def fold(text: str) -> str:
    """Return a text without case and accents: what the collation compares."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def compare(left: str, right: str) -> int:
    """Compare two texts as ``utf8mb4_0900_ai_ci`` does for the texts of these tasks."""
    a, b = fold(left), fold(right)
    return (a > b) - (a < b)


def text_of(value: Text) -> str:
    """Return a value as text, as the server converts it."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def leading(text: str) -> float:
    """Return the number that a text begins with, 0 if there is none."""
    found = regex.match(r"\s*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?", text)
    return float(found[0]) if found is not None else 0.0

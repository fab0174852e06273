"""A table: columns, rows of raw values, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

Value = str | float | int | None


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, and how its numbers are written (a format, empty for text)."""

    name: str
    form: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table of raw values; ``None`` is a value that does not exist.

    Attributes:
        notes: sentences below it: what is missing, what the columns mean.
    """

    name: str
    title: str
    columns: list[Column]
    rows: list[list[Value]]
    notes: list[str] = []

    def keys(self) -> list[str]:
        """Return the headings, each made unique by the one before it: two columns may be called ``a task``."""
        names = [c.name for c in self.columns]
        return [f"{names[i - 1]} {n}" if names.count(n) > 1 else n for i, n in enumerate(names)]

    def text(self, row: Sequence[Value]) -> list[str]:
        """Return a row as text."""
        return [_text(value, column.form) for value, column in zip(row, self.columns, strict=True)]


def _text(value: Value, form: str) -> str:
    if value is None:
        return "–"
    return format(value, form) if form and not isinstance(value, str) else str(value)

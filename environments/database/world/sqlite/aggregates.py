"""MySQL's aggregates that SQLite lacks or has otherwise."""

from __future__ import annotations

import math
from typing import Any

from agentgym.environments.database.world.sqlite.text import LONGEST, Text, fold, leading, text_of


class GroupConcat:
    """``GROUP_CONCAT`` with DISTINCT, ORDER BY and SEPARATOR; cut at 1,024 characters as the server's is."""

    def __init__(self) -> None:
        self.rows: list[tuple[tuple[Any, ...], str]] = []
        self.shape: tuple[str, bool, str] = (",", False, "")

    def step(self, separator: str, distinct: int, directions: str, *values: Text) -> None:
        """Add a row: its sort keys and its value."""
        self.shape = (separator, bool(distinct), directions)
        if values[-1] is not None and len(self.rows) < LONGEST:
            self.rows.append((values[:-1], text_of(values[-1])))

    def finalize(self) -> str | None:
        """Return the text."""
        separator, distinct, directions = self.shape
        for number in reversed(range(len(directions))):
            self.rows.sort(key=lambda row: _sort_key(row[0][number]), reverse=directions[number] == "d")
        texts = [text for _, text in self.rows]
        if distinct:
            texts = list({fold(t): t for t in reversed(texts)}.values())[::-1]
        return separator.join(texts)[:1024] if texts else None


def _sort_key(value: Text) -> tuple[int, Any]:
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, (int, float)) else (2, fold(text_of(value)))


class Spread:
    """Variance and standard deviation (Welford)."""

    sample = False
    root = True

    def __init__(self) -> None:
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def step(self, value: Text) -> None:
        """Add a value."""
        if value is None:
            return
        number = float(value) if isinstance(value, (int, float)) else leading(text_of(value))
        self.count += 1
        delta = number - self.mean
        self.mean += delta / self.count
        self.squares += delta * (number - self.mean)

    def finalize(self) -> float | None:
        """Return the measure."""
        free = self.count - 1 if self.sample else self.count
        if free < 1:
            return None
        return math.sqrt(self.squares / free) if self.root else self.squares / free


def _spread(sample: bool, root: bool) -> type[Spread]:
    return type("Spread", (Spread,), {"sample": sample, "root": root})


AGGREGATES = (
    ("mysql_group_concat", -1, GroupConcat),
    ("stddev_pop", 1, _spread(False, True)),
    ("stddev_samp", 1, _spread(True, True)),
    ("variance_pop", 1, _spread(False, False)),
    ("var_pop", 1, _spread(False, False)),
    ("variance", 1, _spread(False, False)),
    ("var_samp", 1, _spread(True, False)),
)
"""Name, number of arguments, class."""

"""MySQL's functions that SQLite lacks or has otherwise, as Python functions of a connection.

All are bounded: a text grows to :data:`~.text.LONGEST` characters, a regular expression is matched for
:data:`REGEX_SECONDS` at most. SQLite's own ``LIKE``, ``INSTR``, ``REPLACE`` and ``TRIM`` are replaced too, because
a statement that runs in one of them cannot be interrupted and theirs take squared time on hostile texts.
"""

from __future__ import annotations

import functools
import hashlib
import math
import random
import sqlite3
from collections.abc import Callable
from typing import Any

import regex

from agentgym.environments.database.world.sqlite.aggregates import AGGREGATES
from agentgym.environments.database.world.sqlite.text import LONGEST, Text, compare, fold, leading, text_of

REGEX_SECONDS = 0.5


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function return NULL where an argument is NULL, and never a text that is too long."""

    @functools.wraps(function)
    def wrapped(*arguments: Text) -> Any:
        if any(a is None for a in arguments):
            return None
        result = function(*arguments)
        if isinstance(result, str):
            _room(len(result))
        return result

    return wrapped


def _room(size: int) -> None:
    if size > LONGEST:
        raise ValueError("the result is longer than max_allowed_packet")


def like(pattern: Text, value: Text, escape: Text = "\\") -> bool | None:
    """``value LIKE pattern``, without regard to case and accents, in time linear per wildcard."""
    if pattern is None or value is None:
        return None
    pieces, mark = [""], text_of(escape)[:1]
    letters = iter(text_of(pattern))
    for letter in letters:
        if letter == mark and mark:
            pieces[-1] += regex.escape(fold(next(letters, letter)))
        elif letter == "%":
            pieces.append("")
        else:
            pieces[-1] += "." if letter == "_" else regex.escape(fold(letter))
    return _in_order(pieces, fold(text_of(value)))


def _in_order(pieces: list[str], text: str) -> bool:
    """Whether the pieces lie in a text one after the other, the first and last at its ends."""
    if len(pieces) == 1:
        return regex.fullmatch(pieces[0], text, regex.DOTALL) is not None
    position = 0
    for number, piece in enumerate(pieces[:-1]):
        pattern = _compiled(piece)
        found = pattern.match(text) if number == 0 else pattern.search(text, position)
        if found is None:
            return False
        position = found.end()
    width = len(regex.sub(r"\\(.)", r"\1", pieces[-1], flags=regex.DOTALL))
    start = len(text) - width
    return start >= position and _compiled(pieces[-1]).fullmatch(text, start) is not None


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    return regex.compile(pattern, regex.DOTALL)


@_strict
def matches(pattern: Text, value: Text) -> bool:
    """``value REGEXP pattern``."""
    return (
        regex.search(text_of(pattern)[:1000], text_of(value), regex.IGNORECASE, timeout=REGEX_SECONDS)
        is not None
    )


def concat_ws(separator: Text, *values: Text) -> str | None:
    """Join what is not NULL."""
    if separator is None:
        return None
    return text_of(separator).join(text_of(v) for v in values if v is not None)[: LONGEST + 1]


@_strict
def locate(part: Text, text: Text, start: Text = 1) -> int:
    """Return the place of a part from 1, or 0."""
    return fold(text_of(text)).find(fold(text_of(part)), max(int(start or 0) - 1, 0)) + 1


@_strict
def substring_index(text: Text, mark: Text, count: Text) -> str:
    """Return what lies before the ``count``-th mark, or (negative) after it from the right."""
    whole, by, number = text_of(text), text_of(mark), int(count or 0)
    if not by or not number:
        return ""
    parts = whole.split(by)
    return by.join(parts[:number] if number > 0 else parts[number:])


@_strict
def truncate(number: Text, digits: Text = 0) -> float | int:
    """Cut a number's digits off."""
    places = max(-30, min(int(digits or 0), 30))
    value = float(number) if isinstance(number, (int, float)) else leading(text_of(number))
    if places > 15:  # a float has no more
        return value
    cut = math.trunc(value * 10**places) / 10**places
    return int(cut) if places <= 0 else cut


@_strict
def replace(text: Text, old: Text, new: Text) -> str:
    """Replace a part everywhere."""
    whole, this, by = text_of(text), text_of(old), text_of(new)
    if not this:
        return whole
    _room(len(whole) + whole.count(this) * (len(by) - len(this)))
    return whole.replace(this, by)


@_strict
def repeat(text: Text, times: Text) -> str:
    """Repeat a text."""
    whole, count = text_of(text), max(int(times or 0), 0)
    _room(len(whole) * count)
    return whole * count


@_strict
def find_in_set(value: Text, listed: Text) -> int:
    """Return the place of a value in a list with commas, from 1; 0 if it is not there."""
    parts = [fold(p) for p in text_of(listed).split(",")]
    wanted = fold(text_of(value))
    return parts.index(wanted) + 1 if wanted in parts else 0


@_strict
def pad(text: Text, width: Text, filler: Text, left: bool) -> str | None:
    """``LPAD`` and ``RPAD``."""
    whole, size, by = text_of(text), int(width or 0), text_of(filler)
    if size < 0 or size > LONGEST or (not by and size > len(whole)):
        return None
    if size <= len(whole):
        return whole[:size]
    fill = (by * (size // len(by) + 1))[: size - len(whole)]
    return fill + whole if left else whole + fill


def row_key(*values: Text) -> str | None:
    """Return one text for several values, NULL if one of them is: what ``COUNT(DISTINCT a, b)`` counts."""
    return None if any(v is None for v in values) else repr([fold(text_of(v)) for v in values])


def _strip(left: bool, right: bool) -> Callable[..., Any]:
    @_strict
    def strip(text: Text, letters: Text = " ") -> str:
        whole, these = text_of(text), text_of(letters)
        whole = whole.lstrip(these) if left else whole
        return whole.rstrip(these) if right else whole

    return strip


def _scalar(name: str, arguments: int, function: Callable[..., Any]) -> tuple[str, int, Callable[..., Any]]:
    return name, arguments, function


PURE = (
    _scalar("like", 2, like),
    _scalar("like", 3, like),
    _scalar("glob", 2, _strict(lambda p, v: matches("^" + regex.escape(text_of(p)).replace(r"\*", ".*") + "$", v))),
    _scalar("regexp", 2, matches),
    _scalar("regexp_like", 2, _strict(lambda v, p: matches(p, v))),
    _scalar("instr", 2, _strict(lambda text, part: locate(part, text))),
    _scalar("locate", 2, locate),
    _scalar("locate", 3, locate),
    _scalar("replace", 3, replace),
    _scalar("trim", 1, _strip(True, True)),
    _scalar("trim", 2, _strip(True, True)),
    _scalar("ltrim", 1, _strip(True, False)),
    _scalar("ltrim", 2, _strip(True, False)),
    _scalar("rtrim", 1, _strip(False, True)),
    _scalar("rtrim", 2, _strip(False, True)),
    _scalar("upper", 1, _strict(lambda t: text_of(t).upper())),
    _scalar("lower", 1, _strict(lambda t: text_of(t).lower())),
    _scalar("concat_ws", -1, concat_ws),
    _scalar("substring_index", 3, substring_index),
    _scalar("truncate", 2, truncate),
    _scalar("lpad", 3, _strict(lambda t, n, f: pad(t, n, f, True))),
    _scalar("rpad", 3, _strict(lambda t, n, f: pad(t, n, f, False))),
    _scalar("right_part", 2, _strict(lambda t, n: text_of(t)[-int(n) :] if int(n) > 0 else "")),
    _scalar("reverse", 1, _strict(lambda t: text_of(t)[::-1])),
    _scalar("repeat", 2, repeat),
    _scalar("space", 1, _strict(lambda n: " " * min(max(int(n), 0), LONGEST + 1))),
    _scalar("field", -1, lambda v, *of: next((i for i, o in enumerate(of, 1) if o is not None and v == o), 0)),
    _scalar("elt", -1, lambda n, *of: of[int(n) - 1] if n is not None and 0 < int(n) <= len(of) else None),
    _scalar("find_in_set", 2, find_in_set),
    _scalar("number_format", 2, _strict(lambda x, d: f"{float(x):,.{min(max(int(d), 0), 30)}f}")),
    _scalar("md5", 1, _strict(lambda t: hashlib.md5(text_of(t).encode()).hexdigest())),
    _scalar("sha", 1, _strict(lambda t: hashlib.sha1(text_of(t).encode()).hexdigest())),
    _scalar("row_key", -1, row_key),
    _scalar("ascii", 1, _strict(lambda t: (text_of(t).encode() or b"\0")[0])),
    _scalar("strcmp", 2, _strict(lambda a, b: compare(text_of(a), text_of(b)))),
    _scalar("isnull", 1, lambda v: v is None),
    _scalar("database", 0, lambda: "task"),
    _scalar("version", 0, lambda: "8.0.0-embedded"),
    _scalar("user", 0, lambda: "agent@localhost"),
)  # fmt: skip


def install(connection: sqlite3.Connection, rng: random.Random) -> None:
    """Give a connection the functions; ``RAND()`` draws from ``rng``."""
    from agentgym.environments.database.world.sqlite.dates import DATES

    for name, arguments, function in (*PURE, *DATES):
        connection.create_function(name, arguments, function, deterministic=True)
    connection.create_function("mysql_rand", 0, lambda: rng.random())
    for name, arguments, aggregate in AGGREGATES:
        connection.create_aggregate(name, arguments, aggregate)  # type: ignore[arg-type]


def install_safe(connection: sqlite3.Connection, rng: random.Random) -> None:
    """Replace only the functions of SQLite that a hostile text could hold up; results stay SQLite's."""
    for name, arguments, function in PURE:
        if name in ("like", "regexp"):
            connection.create_function(name, arguments, function, deterministic=True)
    connection.create_function("random", 0, lambda: rng.getrandbits(63))


def install_collation(connection: sqlite3.Connection) -> None:
    """Give a connection the collation that the columns of our tables name."""
    from agentgym.environments.database.world.sqlite.dialect import COLLATION

    connection.create_collation(COLLATION, compare)


@functools.cache
def names() -> frozenset[str]:
    """Return the names of all functions of ours."""
    from agentgym.environments.database.world.sqlite.dates import DATES

    return frozenset({n for n, _, _ in (*PURE, *DATES)} | {n for n, _, _ in AGGREGATES} | {"mysql_rand"})

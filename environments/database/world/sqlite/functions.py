"""Functions in the place of SQLite's own that a hostile text could hold up.

A statement that runs in one of SQLite's functions cannot be interrupted, and ``LIKE`` takes squared time on hostile
texts; a regular expression is matched for :data:`REGEX_SECONDS` at most.
"""

from __future__ import annotations

import functools
import random
import sqlite3
from collections.abc import Callable
from typing import Any

import regex

from agentgym.environments.database.world.sqlite.text import LONGEST, Text, compare, fold, text_of

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


PURE = (("like", 2, like), ("like", 3, like), ("regexp", 2, matches))
"""Name, number of arguments, function."""


def install_safe(connection: sqlite3.Connection, rng: random.Random) -> None:
    """Replace only the functions of SQLite that a hostile text could hold up; results stay SQLite's."""
    for name, arguments, function in PURE:
        connection.create_function(name, arguments, function, deterministic=True)
    connection.create_function("random", 0, lambda: rng.getrandbits(63))


def install_collation(connection: sqlite3.Connection) -> None:
    """Give a connection the collation that the columns of our tables name."""
    connection.create_collation("AI_CI", compare)

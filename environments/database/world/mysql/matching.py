"""LIKE and regular expressions, in bounded time."""

from __future__ import annotations

import functools
from typing import Any

import regex

from agentgym.environments.database.world.mysql.errors import server_error, unsupported
from agentgym.environments.database.world.mysql.values import fold

SECONDS = 0.5


def like(text: str, pattern: str, escape: str, binary: bool) -> bool:
    """Whether a text is like a pattern; time grows with the text's length for each wildcard at most."""
    if not binary:
        text = fold(text)
    elif "_" in pattern and not text.isascii():
        raise unsupported("patterns of bytes over other letters than ASCII")
    pieces = _pieces(pattern, escape, binary)
    if len(pieces) == 1:
        return len(pieces[0]) == len(text) and _fits(pieces[0], text, 0)
    first, last = pieces[0], pieces[-1]
    if len(text) < len(first) + len(last) or not _fits(first, text, 0):
        return False
    end = len(text) - len(last)
    if not _fits(last, text, end):
        return False
    at = len(first)
    for piece in pieces[1:-1]:
        if not piece:
            continue
        found = _find(piece, text, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


Piece = tuple[str | None, ...]


@functools.lru_cache(maxsize=512)
def _pieces(pattern: str, escape: str, binary: bool) -> tuple[Piece, ...]:
    pieces: list[list[str | None]] = [[]]
    letters = iter(pattern)
    for letter in letters:
        if letter == escape and escape:
            following = next(letters, None)
            letter = escape if following is None else following
            pieces[-1].append(letter if binary else fold(letter))
        elif letter == "%":
            pieces.append([])
        elif letter == "_":
            pieces[-1].append(None)
        else:
            pieces[-1].append(letter if binary else fold(letter))
    return tuple(map(tuple, pieces))


def _fits(piece: Piece, text: str, at: int) -> bool:
    return all(letter is None or text[at + n] == letter for n, letter in enumerate(piece))


def _find(piece: Piece, text: str, at: int, end: int) -> int:
    if None not in piece:
        return text.find("".join(p for p in piece if p is not None), at, end)
    for start in range(at, end - len(piece) + 1):
        if _fits(piece, text, start):
            return start
    return -1


_FINE = regex.compile(
    r"(?:[^\\\[({?*+]|\\[.^$*+?()\[\]{}|\\/-]|\\[dwsDWS]|\[\^?\]?(?:[^\[\]\\]|\\[\\\].^$-]|\[:\w+:\])*\]|\((?:\?:|(?!\?))|\{\d+(?:,\d*)?\}|[?*+](?![+]))*"
)
_CLASSES = regex.compile(r"\\[dwsDWS]|\[:|\.")


@functools.lru_cache(maxsize=256)
def _compiled(pattern: str, binary: bool) -> Any:
    if len(pattern) > 500 or _FINE.fullmatch(pattern, timeout=SECONDS) is None:
        raise unsupported(f"this regular expression: {pattern[:80]}")
    flags = regex.VERSION0 | (0 if binary else regex.IGNORECASE)
    for name in ("upper", "lower"):  # which are what they say, whatever the case of the rest
        if f"[:{name}:]" in pattern and not binary:
            letters = "A-Z" if name == "upper" else "a-z"
            if pattern not in (f"[[:{name}:]]", f"^[[:{name}:]]"):
                raise unsupported(f"[:{name}:] beside something else")
            return regex.compile(pattern.replace(f"[:{name}:]", letters))
    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        raise server_error(1139, "42000", f"Regex error '{error}'") from None


def _checked(text: str, pattern: str, binary: bool) -> Any:
    made = _compiled(pattern, binary)
    if ("\n" in text or not text.isascii() or not pattern.isascii()) and (
        _CLASSES.search(pattern) or not text.isascii() or not pattern.isascii() or "$" in pattern
    ):
        raise unsupported("regular expressions over other letters than ASCII, or over several lines")
    return made


def search(text: str, pattern: str, binary: bool) -> bool:
    """Whether a pattern matches somewhere in a text.

    Raises:
        Unsupported: what PCRE and our engine may see differently.
    """
    try:
        return _checked(text, pattern, binary).search(text, timeout=SECONDS) is not None
    except TimeoutError:
        raise unsupported("patterns that take so long") from None


def _first(text: str, pattern: str) -> Any:
    try:
        return _checked(text, pattern, False).search(text, timeout=SECONDS)
    except TimeoutError:
        raise unsupported("patterns that take so long") from None


def found(text: str, pattern: str) -> str:
    """Return the first part of a text that a pattern matches, nothing where there is none."""
    match = _first(text, pattern)
    return "" if match is None else str(match[0])


def place(text: str, pattern: str) -> int:
    """Return where a pattern matches first, from 1; 0 where it does not."""
    match = _first(text, pattern)
    return 0 if match is None else int(match.start()) + 1


def replace(text: str, pattern: str, by: str, binary: bool) -> str:
    """Replace all matches."""
    if "\\" in by or "$" in by:
        raise unsupported("groups in a replacement")
    try:
        made = _checked(text, pattern, binary)
        if made.search("") is not None:
            raise unsupported("patterns that match nothing")
        return str(made.sub(by.replace("\\", "\\\\"), text, timeout=SECONDS))
    except TimeoutError:
        raise unsupported("patterns that take so long") from None

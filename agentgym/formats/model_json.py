"""JSON that a model wrote: whatever it is, it is read or refused, and in time linear in its length."""

from __future__ import annotations

import json

import msgspec

NESTING = 100
"""Levels that JSON of a model may have: whatever copies, checks or writes arguments may do so by recursion."""


def read_json(text: str) -> object:
    """Read JSON that a model wrote.

    Raises:
        ValueError: it is none, nests deeper than :data:`NESTING`, or holds half a surrogate pair.
    """
    try:
        value: object = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    except UnicodeEncodeError:
        raise ValueError("a character is half a surrogate pair") from None
    except RecursionError:
        raise ValueError(f"more than {NESTING} levels") from None
    if text.count("[") + text.count("{") > NESTING and _is_deep(value):
        raise ValueError(f"more than {NESTING} levels")
    return value


def complaint(text: str) -> str:
    """Return what is wrong with a text as JSON in the words of Python's own decoder; ``""`` where it reads it.

    >>> complaint('{"a"')
    "Expecting ':' delimiter: line 1 column 5 (char 4)"
    """
    try:
        json.loads(text)
    except RecursionError:
        return f"more than {NESTING} levels"
    except ValueError as error:
        return str(error)
    return ""


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(NESTING + 1):
        inner: list[object] = []
        for part in level:
            if isinstance(part, list):
                inner += part
            elif isinstance(part, dict):
                inner += part.values()
        level = inner
    return bool(level)

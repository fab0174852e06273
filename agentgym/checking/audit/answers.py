"""Answers drawn from the text of a question, and answers that are always the same."""

from __future__ import annotations

import re

CONSTANTS = ("yes", "no", "0", "1", "none")
"""Answers that need no question."""

_QUOTED = re.compile(r"[\"'“]([^\"'“”\n]{1,60})[\"'”]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?:[A-Z][\w'-]*)(?:[ ](?:of|the|de|and|[A-Z0-9][\w'-]*))*")
_WORD = re.compile(r"[\w/.-]{3,}")


def drawn(question: str, limit: int = 200) -> list[str]:
    """Return what could be answered with words of a question alone: quotations, numbers, names, words.

    >>> drawn("Is Ada Lovelace older than 'Bob'?")
    ['Bob', 'Is Ada Lovelace', 'Ada Lovelace', 'older', 'than', 'Ada', 'Lovelace']
    """
    found: list[str] = [m[1] for m in _QUOTED.finditer(question)]
    found += _NUMBER.findall(question)
    for name in _NAME.findall(question):
        found += [name, name.partition(" ")[2]] if " " in name else []
    found += [w.strip(".-") for w in _WORD.findall(question)]
    candidates = [c for c in dict.fromkeys(found) if c and c[0] != " "]
    return candidates[:limit]

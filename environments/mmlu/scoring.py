"""Scoring: which letter a written answer gives."""

from __future__ import annotations

import re

_LABELLED = re.compile(
    r"\banswer\b(?:\s+is|\s*:|\s+would be|\s*=)*[\s*\"'`(\[]*([A-D])(?![\w'])", re.IGNORECASE
)
_FIRST = re.compile(r"[\s*\"'`(\[]*([A-D])(?:[\s.,:;)\]*\"'`]|$)")
_BRACKETED = re.compile(r"\(([A-D])\)")
_BOXED = re.compile(r"\\boxed\{\s*(?:\\text\{)?\s*([A-D])\s*\}")


def letter(answer: str) -> str | None:
    """Return the letter that a written answer gives, ``None`` if it gives none.

    In this order: the last that is labelled (``Answer: B``, ``the answer is (B)``) or boxed, one that the answer begins
    with, the only one in parentheses. A letter within a sentence is no answer: ``A`` is also a word.

    >>> letter("I think the answer is **C**."), letter("B. Paris"), letter("A man walks by.")
    ('C', 'B', None)
    """
    labelled = [m[1] for pattern in (_LABELLED, _BOXED) for m in pattern.finditer(answer) if m[1].isupper()]
    if labelled:
        return labelled[-1]
    if (first := _FIRST.match(answer)) and not _begins_sentence(answer[first.end(1) :]):
        return first[1]
    bracketed = {m[1] for m in _BRACKETED.finditer(answer)}
    return bracketed.pop() if len(bracketed) == 1 else None


def _begins_sentence(rest: str) -> bool:
    """Whether what follows a first letter makes a word of it: a blank, and a small letter."""
    return rest[:1] == " " and rest[1:2].islower()


def score(answer: str, right: str) -> dict[str, float]:
    """Return ``success``, and whether a letter could be read at all."""
    found = letter(answer)
    return {"success": float(found == right), "readable": float(found is not None)}

"""Where a matched run stands in a text, in characters: for showing it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+|[^\w\s]")
UNKNOWN = "…"
"""A token that no test sample has."""


def places(text: str, run: Sequence[str]) -> list[tuple[int, int]]:
    """Return where a run of words stands in a text: start and end of each place, in characters.

    Args:
        text: the text.
        run: tokens of the tokenizer ``words``; :data:`UNKNOWN` stands for any.
    """
    found = list(_WORD.finditer(text))
    words = [m.group().casefold() for m in found]
    known = [(i, w) for i, w in enumerate(run) if w != UNKNOWN]
    if not known:
        return []
    offset, first = known[0]
    hits = []
    for at, word in enumerate(words):
        begin = at - offset
        if word != first or begin < 0 or begin + len(run) > len(words):
            continue
        if all(words[begin + i] == w for i, w in known):
            hits.append((found[begin].start(), found[begin + len(run) - 1].end()))
    return hits


def merged(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in order, those that touch as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out

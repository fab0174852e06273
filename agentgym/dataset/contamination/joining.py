"""Joining two arrays of hashes: pairs of positions that have the same one, in batches of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from agentgym.dataset.contamination.tokens import Hashes, Positions

PAIRS = 1 << 20
"""Pairs in memory at a time."""
_FIRST = 16
_BITS = 24


class Ranges(NamedTuple):
    """For each asked hash, where its partners stand.

    Attributes:
        partners: indices of partners, in order of their hashes.
        first, stop: the range of partners of each asked hash.
    """

    partners: Positions
    first: Positions
    stop: Positions


def ranges(asked: Hashes, among: Hashes) -> Ranges:
    """Return which of ``among`` are equal to each of ``asked``."""
    low = np.uint64((1 << _BITS) - 1)
    present = np.zeros(1 << _BITS, bool)  # Most are equal to none: a small table says so at once.
    present[asked & low] = True
    kept = np.flatnonzero(present[among & low])
    order = np.argsort(among[kept], kind="stable")
    partners, hashes = kept[order], among[kept][order]
    return Ranges(partners, np.searchsorted(hashes, asked, "left"), np.searchsorted(hashes, asked, "right"))


def pairs(found: Ranges, wanted: Callable[[Positions], np.ndarray]) -> Iterator[tuple[Positions, Positions]]:
    """Yield pairs (index of the asked, index of a partner), in batches.

    An asked one has its first few partners in the first round, and more of them in each later one, so that
    what is settled by few of its partners never meets the rest.

    Args:
        found: the ranges.
        wanted: whether each of some asked ones is still to be paired; asked before every round.
    """
    asked = np.flatnonzero(found.stop > found.first)
    begin, size = found.first[asked].copy(), _FIRST
    while len(asked):
        asked_now = wanted(asked)
        asked, begin = asked[asked_now], begin[asked_now]
        if not len(asked):
            return
        end = np.minimum(begin + size, found.stop[asked])
        lengths = end - begin
        cuts = np.searchsorted(np.cumsum(lengths), np.arange(0, lengths.sum() + PAIRS, PAIRS), "left")
        for low, high in zip(cuts[:-1], [*cuts[1:-1], len(asked)], strict=True):
            if high > low:
                chunk = lengths[low:high]
                within = np.arange(chunk.sum()) - np.repeat(np.cumsum(chunk) - chunk, chunk)
                yield (
                    np.repeat(asked[low:high], chunk),
                    found.partners[np.repeat(begin[low:high], chunk) + within],
                )
        left = end < found.stop[asked]
        asked, begin, size = asked[left], end[left], size * 4

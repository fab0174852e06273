"""The two readings of what is contaminated.

The paper's words: a token is contaminated if it lies in a run of 10 tokens that also occurs in the training set, up to
4 mismatched tokens tolerated (:class:`WindowRule`). The rule of Llama 2 (arXiv 2307.09288, A.6), which it cites: a run
of 10 tokens that occurs exactly, extended for as long as the two texts differ in at most 4 tokens, and ending in one
that is the same (:class:`SeedRule`). Both are exact; tokens are compared by 64-bit hashes of 10 of them at most.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.contamination.joining import Ranges, pairs, ranges
from agentgym.dataset.contamination.tokens import (
    TEST_BORDER,
    TRAIN_BORDER,
    UNKNOWN,
    Hashes,
    Positions,
    Texts,
    Tokens,
    hashes,
    mixed,
    window_starts,
)
from agentgym.errors import OptionError

WINDOW = 10
MISMATCHES = 4


class Evidence(NamedTuple):
    """For each token of the test set, the longest run from there on that the training set has.

    Attributes:
        length: of the run; 0: there is none.
        block, place: the block of the training set, and the position in its tokens.
    """

    length: NDArray[np.int32]
    block: NDArray[np.int32]
    place: Positions

    def covered(self) -> NDArray[np.bool_]:
        """Return which tokens lie in a run."""
        starts = np.flatnonzero(self.length)
        change = np.zeros(len(self.length) + 1, np.int32)
        np.add.at(change, starts, 1)
        np.add.at(change, starts + self.length[starts], -1)
        covered: NDArray[np.bool_] = np.cumsum(change[:-1]) > 0
        return covered


class Rule(ABC):
    """Compares a test set, which it holds, with the blocks of a training set, one after the other.

    Args:
        test: the tokens of the test set.
        window: tokens of a run.
        mismatches: of them that may differ.

    Raises:
        OptionError: numbers that make no sense.
    """

    def __init__(self, test: Tokens, window: int = WINDOW, mismatches: int = MISMATCHES) -> None:
        if not 0 <= mismatches < window <= 64:
            raise OptionError(
                f"The window has 1 to 64 tokens, of which some may not differ; got {window} and {mismatches}."
            )
        self.test, self.window, self.mismatches = test, window, mismatches
        size = len(test)
        self.found = Evidence(
            np.zeros(size, np.int32), np.full(size, -1, np.int32), np.full(size, -1, np.int64)
        )
        self.starts = window_starts(test, window, TEST_BORDER)
        self._mix = mixed(test)
        self._blocks = 0

    def compare(self, train: Texts) -> None:
        """Compare with one block of the training set."""
        self._compare(train.tokens, self._blocks)
        self._blocks += 1

    @abstractmethod
    def _compare(self, train: Tokens, block: int) -> None:
        """Enter what is found into :attr:`found`."""

    def _enter(self, at: Positions, lengths: Positions, block: int, places: Positions) -> None:
        """Enter runs where they are longer than what is known; of several from one position, the longest."""
        order = np.argsort(-lengths, kind="stable")
        at, first = np.unique(at[order], return_index=True)
        lengths, places = lengths[order][first], places[order][first]
        longer = lengths > self.found.length[at]
        at = at[longer]
        self.found.length[at] = lengths[longer]
        self.found.block[at] = block
        self.found.place[at] = places[longer]


class WindowRule(Rule):
    """Runs of 10 tokens, of which 4 at most differ."""

    def __init__(self, test: Tokens, window: int = WINDOW, mismatches: int = MISMATCHES) -> None:
        super().__init__(test, window, mismatches)
        # The same run in many samples is compared once.
        whole = hashes(self._mix, self.starts, range(window))
        _, first, self._inverse = np.unique(whole, return_index=True, return_inverse=True)
        self._distinct = self.starts[first]
        self._whole = whole[first]
        self._open = np.ones(len(first), bool)

    def _compare(self, train: Tokens, block: int) -> None:
        window = self.window
        at = window_starts(train, window, TRAIN_BORDER)
        unknown = np.concatenate(([0], np.cumsum(train == UNKNOWN)))
        at = at[unknown[at + window] - unknown[at] <= self.mismatches]
        if not len(at) or not self._open.any():
            return
        mix = mixed(train)
        whole = hashes(mix, at, range(window))
        whole, first = np.unique(whole, return_index=True)
        at = at[first]
        self._same(whole, at, block)
        tests = np.lib.stride_tricks.sliding_window_view(self.test, window)
        trains = np.lib.stride_tricks.sliding_window_view(train, window)
        for mask in cover(window, self.mismatches):
            open_ = np.flatnonzero(self._open)
            if not len(open_):
                break
            found = ranges(hashes(self._mix, self._distinct[open_], mask), hashes(mix, at, mask))
            for asked, partner in pairs(found, lambda a, o=open_: self._open[o[a]]):  # type: ignore[misc]
                same = (tests[self._distinct[open_[asked]]] == trains[at[partner]]).sum(axis=1)
                self._settle(open_[asked], at[partner], same >= window - self.mismatches, block)

    def _same(self, whole: Hashes, at: Positions, block: int) -> None:
        """Settle the runs that occur exactly: most of what there is, at the price of one look-up."""
        place = np.minimum(np.searchsorted(whole, self._whole), len(whole) - 1)
        equal = self._open & (whole[place] == self._whole)
        self._settle(np.flatnonzero(equal), at[place[equal]], np.ones(int(equal.sum()), bool), block)

    def _settle(self, distinct: Positions, places: Positions, hit: NDArray[np.bool_], block: int) -> None:
        """Enter the runs that were found, wherever they stand in the test set."""
        distinct, first = np.unique(distinct[hit], return_index=True)
        if not len(distinct):
            return
        self._open[distinct] = False
        place = np.full(len(self._open), -1, np.int64)
        place[distinct] = places[hit][first]
        everywhere = np.flatnonzero(place[self._inverse] >= 0)
        at = self.starts[everywhere]
        self.found.length[at] = self.window
        self.found.block[at] = block
        self.found.place[at] = place[self._inverse[everywhere]]


class SeedRule(Rule):
    """Runs of 10 tokens that occur exactly, and what follows them while 4 tokens at most differ."""

    def __init__(self, test: Tokens, window: int = WINDOW, mismatches: int = MISMATCHES) -> None:
        super().__init__(test, window, mismatches)
        self._hash = np.zeros(len(test), np.uint64)
        self._hash[self.starts] = hashes(self._mix, self.starts, range(window))
        borders = np.flatnonzero(test == TEST_BORDER)
        self._ends = borders[np.minimum(np.searchsorted(borders, self.starts), len(borders) - 1)]

    def _compare(self, train: Tokens, block: int) -> None:
        at = window_starts(train, self.window, TRAIN_BORDER)
        unknown = np.concatenate(([0], np.cumsum(train == UNKNOWN)))
        at = at[unknown[at + self.window] == unknown[at]]
        if not len(at) or not len(self.starts):
            return
        whole = np.ones(
            len(train), np.uint64
        )  # Of a position without a run: equal to no zero of the test set's.
        whole[at] = hashes(mixed(train), at, range(self.window))
        found = ranges(self._hash[self.starts], whole[at])
        found = self._without_inner(found, train, at)

        def wanted(asked: Positions) -> NDArray[np.bool_]:
            start = self.starts[asked]
            unfinished: NDArray[np.bool_] = start + self.found.length[start] < self._ends[asked]
            return unfinished

        for asked, partner in pairs(found, wanted):
            start, place = self.starts[asked], at[partner]
            first = self.test[start - 1] != train[place - 1]  # Else the pair before it reaches as far.
            start, place = start[first], place[first]
            self._enter(start, self._reach(start, place, train, whole), block, place)

    def _without_inner(self, found: Ranges, train: Tokens, at: Positions) -> Ranges:
        """Leave out runs all of whose occurrences, on both sides, follow one and the same token.

        They lie within longer runs: what they reach is reached from the beginning of these.
        """
        hit = np.flatnonzero(found.stop > found.first)
        if not len(hit):
            return found
        before = train[at[found.partners] - 1]
        before = np.append(before, before[-1])  # So that the end of the last range can be named.
        bounds = np.stack([found.first[hit], found.stop[hit]], axis=1).ravel()
        low, high = np.minimum.reduceat(before, bounds)[::2], np.maximum.reduceat(before, bounds)[::2]
        own = self.test[self.starts[hit] - 1]
        inner = (low == high) & (own == low) & (own >= 0)
        stop = found.stop.copy()
        stop[hit[inner]] = found.first[hit[inner]]
        return Ranges(found.partners, found.first, stop)

    def _reach(self, start: Positions, place: Positions, train: Tokens, whole: Hashes) -> Positions:
        """Return how many tokens each pair of runs has in common."""
        a, b = start + self.window, place + self.window
        last = a.copy()
        left = np.full(len(start), self.mismatches)
        index = np.arange(len(start))
        while len(index):
            same = (self._hash[a] == whole[b]) & (self._hash[a] != 0)
            step = np.where(same, self.window, 1)
            now, then = self.test[a], train[b]
            same |= now == then
            ended = (now == TEST_BORDER) | (then == TRAIN_BORDER)
            left = left - ~same
            a, b = a + step, b + step
            going = ~ended & (left >= 0)
            index, a, b, left, same = index[going], a[going], b[going], left[going], same[going]
            last[index[same]] = a[same]
        return last - start


@cache
def cover(window: int, mismatches: int, size: int = 4) -> tuple[tuple[int, ...], ...]:
    """Return sets of places of a run, so that two runs with few mismatches agree on all places of at least one.

    Args:
        window: places of a run.
        mismatches: places in which two runs differ at most.
        size: places of a set at most: more are rarer in a text, and need more sets.
    """
    size = min(size, window - mismatches)
    sets = list(combinations(range(window), size))
    agreed = list(combinations(range(window), window - mismatches))
    covers = np.array([[set(s) <= set(a) for a in agreed] for s in sets])
    chosen: list[tuple[int, ...]] = []
    while covers.any():
        best = int(covers.sum(axis=1).argmax())
        chosen.append(sets[best])
        covers = covers[:, ~covers[best]]
    return tuple(chosen)

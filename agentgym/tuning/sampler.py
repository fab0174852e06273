"""Which row is drawn when: one infinite stream that a seed decides, the same for any number of ranks.

The stream is a function of its position: draw ``i`` takes a number from a counter-based generator (Philox, whose raw
output is stable across releases) and with it a source; the ``k``-th draw of a source takes its ``k``-th row in an order
shuffled anew for each pass. So its whole state is one integer, and an end of an epoch is a position like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agentgym.errors import OptionError
from agentgym.tuning.config import TuneConfig

_BLOCK = 4096
"""Draws that are made at once; part of what the stream is."""
_SOURCES, _ORDER = 0, 1
"""Two streams of numbers that must not be the same."""


class Draw(NamedTuple):
    """One sample of the stream: its position, the source's number, the row's number in the source."""

    position: int
    source: int
    row: int


def probabilities(config: TuneConfig, rows: Sequence[Sequence[int]]) -> list[float]:
    """Return the probability of each source, agent sources first.

    Args:
        config: eta, mix and weights.
        rows: how many usable rows each source of the two groups has.

    Raises:
        OptionError: a source that would be drawn from is empty.
    """
    groups = (config.agent, config.general)
    for name, group, counts in zip(("agent", "general"), groups, rows, strict=True):
        for number, (source, count) in enumerate(zip(group, counts, strict=True)):
            if not count:
                raise OptionError(
                    f"{name}[{number}] ({source.path}) is empty: it has no row with a trained token within length="
                    f"{config.length}. Give it rows, raise length, or leave it out."
                )
    if config.mix == "proportional":
        everything = sum(map(sum, rows))
        return [count / everything for counts in rows for count in counts]
    found = []
    for share, group, counts in zip((config.eta, 1 - config.eta), groups, rows, strict=True):
        weights = [count if s.weight is None else s.weight for s, count in zip(group, counts, strict=True)]
        found += [share * weight / sum(weights) for weight in weights]
    return found


class Sampler:
    """The stream.

    Args:
        shares: probability of each source; they sum to 1.
        rows: rows of each source.
        seed: of the stream.
        position: draws that were taken already.
    """

    def __init__(self, shares: Sequence[float], rows: Sequence[int], seed: int, position: int = 0) -> None:
        self._edges = np.cumsum(np.asarray(shares, np.float64))[:-1]
        self._rows = list(rows)
        self._seed = seed
        self._orders: dict[int, tuple[int, NDArray[np.int64]]] = {}
        self._block: tuple[int, NDArray[np.int64]] = (-1, np.empty(0, np.int64))
        self.position = 0
        self.counts = [0] * len(self._rows)
        """Draws of each source so far."""
        self._skip(position)

    def take(self, count: int) -> list[Draw]:
        """Return the next draws."""
        return [self._next() for _ in range(count)]

    def _next(self) -> Draw:
        source = int(self._sources(self.position // _BLOCK)[self.position % _BLOCK])
        epoch, place = divmod(self.counts[source], self._rows[source])
        draw = Draw(self.position, source, int(self._order(source, epoch)[place]))
        self.counts[source] += 1
        self.position += 1
        return draw

    def _skip(self, position: int) -> None:
        """Go to a position: only how often each source was drawn needs to be counted."""
        while self.position < position:
            block, start = divmod(self.position, _BLOCK)
            drawn = self._sources(block)[start : start + position - self.position]
            for source, count in enumerate(np.bincount(drawn, minlength=len(self._rows))):
                self.counts[source] += int(count)
            self.position += len(drawn)

    def _sources(self, block: int) -> NDArray[np.int64]:
        """Return the sources of a block of draws."""
        if self._block[0] != block:
            numbers = _raw(self._seed, _SOURCES, block, 0, _BLOCK)
            uniform = (numbers >> np.uint64(11)).astype(np.float64) * 2.0**-53
            # The last edge is left out: rounding of the sum can make no number fall behind the last source.
            self._block = block, np.searchsorted(self._edges, uniform, side="right").astype(np.int64)
        return self._block[1]

    def _order(self, source: int, epoch: int) -> NDArray[np.int64]:
        """Return the order of a source's rows in one pass."""
        if self._orders.get(source, (-1,))[0] != epoch:
            numbers = _raw(self._seed, _ORDER, source, epoch, self._rows[source])
            self._orders[source] = epoch, np.argsort(numbers, kind="stable").astype(np.int64)
        return self._orders[source][1]


def _raw(seed: int, stream: int, first: int, second: int, count: int) -> NDArray[np.uint64]:
    """Return ``count`` numbers of 64 bits that belong to a seed and three indices."""
    generator = np.random.Philox(key=[seed % 2**64, stream], counter=[0, 0, first, second])
    return np.asarray(generator.random_raw(count), np.uint64)

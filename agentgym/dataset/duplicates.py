"""Duplicates: the same conversation again, and nearly the same.

Near duplicates are found by MinHash: conversations whose signatures agree in one band are compared exactly, so none is
dropped for a chance collision.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from agentgym.dataset.row import Row, digest

SHINGLE = 5
"""Words that are compared at a time."""
_PERMUTATIONS = 128
_WORD = re.compile(r"\w+|[^\w\s]")
_random = np.random.default_rng(20231019)
_FACTORS = _random.integers(1, 2**63, _PERMUTATIONS, dtype=np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 2**63, _PERMUTATIONS, dtype=np.uint64)

Shingles = NDArray[np.uint64]


def exact_key(rows: Iterable[Row]) -> str:
    """Return what two episodes have in common whose conversations are the same, word for word."""
    return digest([[row.messages, row.tools] for row in rows])


def shingles(rows: Iterable[Row]) -> Shingles:
    """Return the hashes of the runs of five words of an episode: of its tasks and of what the agent said.

    Openings and what the environment answered later are left out: conversations about one house have them in common.
    """
    found: set[int] = set()
    for row in rows:
        first = next((i for i, m in enumerate(row.messages) if m.get("loss") is True), 0)
        texts = [row.messages[first - 1]["content"]] if first else []
        texts += [m["content"] + str(m.get("tool_calls", "")) for m in row.trained]
        words = _WORD.findall(" ".join(texts).casefold())
        for start in range(max(1, len(words) - SHINGLE + 1)):
            run = " ".join(words[start : start + SHINGLE]).encode("utf-8", "surrogatepass")
            found.add(int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big"))
    return np.sort(np.fromiter(found, np.uint64, len(found)))


def similarity(a: Shingles, b: Shingles) -> float:
    """Return the Jaccard similarity of two sets of shingles."""
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / max(1, len(a) + len(b) - common)


class NearDuplicates:
    """Conversations seen so far, asked whether another one is nearly the same as any.

    Args:
        threshold: Jaccard similarity from which on two are nearly the same.
    """

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._rows = _rows_of_a_band(threshold)
        self._bands: dict[tuple[str, int, bytes], list[int]] = {}
        self._seen: list[Shingles] = []

    def add(self, group: str, found: Shingles) -> bool:
        """Return whether something of the group is nearly the same; remember it if not."""
        keys = [(group, band, key) for band, key in enumerate(self._keys(found))]
        candidates = {i for key in keys for i in self._bands.get(key, ())}
        if any(similarity(found, self._seen[i]) >= self.threshold for i in sorted(candidates)):
            return True
        for key in keys:
            self._bands.setdefault(key, []).append(len(self._seen))
        self._seen.append(found)
        return False

    def _keys(self, found: Shingles) -> list[bytes]:
        if not len(found):
            return []
        # Multiplication modulo 2**64, then the high bits: cheap, and as good as a permutation here.
        signature = ((found[:, None] * _FACTORS + _SHIFTS) >> np.uint64(16)).min(axis=0)
        width = self._rows
        return [signature[i : i + width].tobytes() for i in range(0, _PERMUTATIONS - width + 1, width)]


def _rows_of_a_band(threshold: float) -> int:
    """Return the longest bands with which a pair at the threshold is missed less than once in a thousand."""
    for rows in (16, 8, 4, 2):
        if (1 - threshold**rows) ** (_PERMUTATIONS // rows) < 1e-3:
            return rows
    return 1

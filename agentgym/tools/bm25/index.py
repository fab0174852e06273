"""BM25 as Lucene computes it, in numpy, on memory-mapped arrays.

The order of Lucene's results depends on its float32 arithmetic and on the lossy one-byte encoding of document
lengths (``SmallFloat``), so both are reproduced: a term contributes ``w - w / (1 + tf * norm)`` in float32,
contributions are summed in float64 and rounded to float32, ties go to the smaller document id.
Parameters are pyserini's defaults, k1 = 0.9 and b = 0.4.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from agentgym.tools.bm25.analyzer import analyze

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


class Hits(NamedTuple):
    """Documents found, best first, and their scores."""

    documents: list[int]
    scores: list[float]


class Index:
    """A search index.

    Args:
        hashes: [terms] 64-bit hashes of the terms, ascending.
        offsets: [terms + 1] first posting of each term.
        idf: [terms] inverse document frequencies.
        documents: [postings] positions of documents, ascending within a term.
        saturation: [postings] ``1 + tf * norm``.
        rank: [documents] place of each document's id in sorted order, which breaks ties.
    """

    def __init__(
        self,
        hashes: npt.NDArray[np.uint64],
        offsets: npt.NDArray[np.int64],
        idf: Floats,
        documents: Ints,
        saturation: Floats,
        rank: Ints,
    ) -> None:
        self.hashes, self.offsets, self.idf = hashes, offsets, idf
        self.documents, self.saturation, self.rank = documents, saturation, rank
        self.size = len(rank)
        self._row = lru_cache(1 << 16)(self._find)

    @classmethod
    def open(cls, folder: Path, *, mapped: bool = True) -> Index:
        """Open an index that :func:`~.builder.build` wrote; the postings are memory-mapped unless told otherwise."""

        def load(name: str, *, large: bool = False) -> npt.NDArray[Any]:
            array = np.load(folder / f"{name}.npy", mmap_mode="r" if large and mapped else None)
            # A plain view of the mapped memory: slices of numpy's own memmap class cost three times as much.
            return np.asarray(array)

        return cls(
            load("hashes"),
            load("offsets"),
            load("idf"),
            load("documents", large=True),
            load("saturation", large=True),
            load("rank"),
        )

    def search(self, query: str, k: int = 50) -> Hits:
        """Return the ``k`` best documents for a query."""
        documents: list[Ints] = []
        parts: list[Floats] = []
        for term, count in Counter(analyze(query)).items():
            row = self._row(term)
            if row is None:
                continue
            start, stop, idf = row
            weight = np.float32(count) * idf
            documents.append(self.documents[start:stop])
            parts.append(weight - weight / self.saturation[start:stop])
        if not documents:
            return Hits([], [])
        scores = np.bincount(np.concatenate(documents), np.concatenate(parts), self.size)
        return self._best(scores.astype(np.float64, copy=False), max(documents, key=len), k)

    def _best(self, scores: npt.NDArray[np.float64], longest: Ints, k: int) -> Hits:
        # The k-th best of the longest list is a floor for the k-th best of all: one pass finds what is above.
        # What equals the floor only as float32 is kept too: its id may come first.
        floor = np.float32(np.partition(scores[longest], -k)[-k] if len(longest) > k else 0)
        found = np.flatnonzero(scores > np.nextafter(floor, np.float32(0)))
        values = scores[found].astype(np.float32)
        if len(found) > 4 * k:
            keep = values >= np.partition(values, -k)[-k]
            found, values = found[keep], values[keep]
        order = np.lexsort((self.rank[found], -values))[:k]
        return Hits(found[order].tolist(), values[order].tolist())

    def _find(self, term: str) -> tuple[int, int, np.float32] | None:
        wanted = hash_of(term)
        row = int(np.searchsorted(self.hashes, wanted))
        if row == len(self.hashes) or self.hashes[row] != wanted:
            return None
        return int(self.offsets[row]), int(self.offsets[row + 1]), self.idf[row]


def hash_of(term: str) -> np.uint64:
    """Return the 64-bit hash that a term is kept by."""
    raw = term.encode("utf-8", "surrogatepass")
    return np.uint64(int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little"))

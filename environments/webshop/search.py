"""BM25 as Lucene computes it, in numpy, on memory-mapped arrays.

The order of Lucene's results depends on its float32 arithmetic and on the lossy one-byte encoding of document
lengths (``SmallFloat``), so both are reproduced: a term contributes ``w - w / (1 + tf * norm)`` in float32,
contributions are summed in float64 and rounded to float32, ties go to the smaller document id.
Parameters are pyserini's defaults, k1 = 0.9 and b = 0.4.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from agentgym.environments.webshop.analyzer import analyze

K1 = np.float32(0.9)
B = np.float32(0.4)
BLOCK = 50_000
"""Documents inverted at once while an index is built; bounds the memory of the build."""

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
_ARRAYS = ("hashes", "offsets", "documents", "saturation", "idf", "rank")


class Hits(NamedTuple):
    """Documents found, best first, and their scores."""

    documents: list[int]
    scores: list[float]


class Index:
    """A search index.

    Arrays, one row per term sorted by hash: ``hashes`` (64-bit hash of the term), ``offsets`` (first posting;
    one longer), ``idf``. One row per posting: ``documents``, ``saturation`` (``1 + tf * norm``). One row per
    document: ``rank`` (place of its id in sorted order, which breaks ties).
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self.hashes = arrays["hashes"]
        self.offsets = arrays["offsets"]
        self.documents: Ints = arrays["documents"]  # type: ignore[assignment]
        self.saturation: Floats = arrays["saturation"]  # type: ignore[assignment]
        self.idf: Floats = arrays["idf"]  # type: ignore[assignment]
        self.rank: Ints = arrays["rank"]  # type: ignore[assignment]
        self.size = len(self.rank)
        self._row = lru_cache(1 << 16)(self._find)

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open an index that :func:`build` wrote; the postings are memory-mapped."""
        mapped = ("documents", "saturation")
        arrays = {n: np.load(folder / f"{n}.npy", mmap_mode="r" if n in mapped else None) for n in _ARRAYS}
        # A plain view of the mapped memory: slices of numpy's own memmap class cost three times as much.
        return cls({n: np.asarray(a) for n, a in arrays.items()})

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
        return self._best(scores, max(documents, key=len), k)

    def _best(self, scores: npt.NDArray[np.float64], longest: Ints, k: int) -> Hits:
        # The k-th best of the longest list is a floor for the k-th best of all: one pass finds what is above.
        floor = np.partition(scores[longest], -k)[-k] if len(longest) > k else 0.0
        found = np.flatnonzero(scores >= max(floor, 1e-30))
        values = scores[found].astype(np.float32)
        if len(found) > 4 * k:
            keep = values >= np.partition(values, -k)[-k]
            found, values = found[keep], values[keep]
        order = np.lexsort((self.rank[found], -values))[:k]
        return Hits(found[order].tolist(), values[order].tolist())

    def _find(self, term: str) -> tuple[int, int, np.float32] | None:
        wanted = _hash(term)
        row = int(np.searchsorted(self.hashes, wanted))
        if row == len(self.hashes) or self.hashes[row] != wanted:
            return None
        return int(self.offsets[row]), int(self.offsets[row + 1]), self.idf[row]


def build(documents: Iterable[tuple[str, str]], folder: Path) -> None:
    """Build an index of (id, text) documents and write it to ``folder``.

    The documents are inverted block by block; a block is the most that is held in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids: list[str] = []
    lengths: list[int] = []
    vocabulary: dict[str, int] = {}
    runs: list[Path] = []
    for block in _blocks(documents):
        runs.append(folder / f"run-{len(runs):05d}.npy")
        np.save(runs[-1], _invert(block, len(ids), vocabulary, lengths))
        ids += [document_id for document_id, _ in block]
    _merge(runs, vocabulary, lengths, ids, folder)
    for run in runs:
        run.unlink()


def _blocks(documents: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    block: list[tuple[str, str]] = []
    for document in documents:
        block.append(document)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _invert(
    block: list[tuple[str, str]], first: int, vocabulary: dict[str, int], lengths: list[int]
) -> npt.NDArray[np.int32]:
    rows: list[tuple[int, int, int]] = []
    for number, (_, text) in enumerate(block, start=first):
        terms = analyze(text)
        lengths.append(len(terms))
        rows += [(vocabulary.setdefault(t, len(vocabulary)), number, c) for t, c in Counter(terms).items()]
    run = np.array(rows, np.int32).reshape(-1, 3)
    return run[np.lexsort((run[:, 1], run[:, 0]))]


def _merge(
    runs: list[Path], vocabulary: dict[str, int], lengths: list[int], ids: list[str], folder: Path
) -> None:
    size, terms = len(ids), len(vocabulary)
    frequency = np.zeros(terms, np.int64)
    for run in runs:
        frequency += np.bincount(np.load(run, mmap_mode="r")[:, 0], minlength=terms)
    hashes = np.fromiter((_hash(t) for t in vocabulary), np.uint64, terms)
    order = np.argsort(hashes, kind="stable")
    if terms and (np.diff(hashes[order]) == 0).any():
        raise AssertionError("two terms share a 64-bit hash")
    offsets = np.zeros(terms + 1, np.int64)
    np.cumsum(frequency[order], out=offsets[1:])
    cursor = np.empty(terms, np.int64)
    cursor[order] = offsets[:-1]
    norms = _norms(np.array(lengths, np.int64))
    postings = int(offsets[-1])
    documents = np.lib.format.open_memmap(folder / "documents.npy", "w+", np.int32, (postings,))
    saturation = np.lib.format.open_memmap(folder / "saturation.npy", "w+", np.float32, (postings,))
    for path in runs:
        run = np.load(path, mmap_mode="r")
        starts = np.flatnonzero(np.r_[True, run[1:, 0] != run[:-1, 0]]) if len(run) else np.zeros(0, np.int64)
        counts = np.diff(np.r_[starts, len(run)])
        # Runs come in document order, so a term's postings of this run follow those of the runs before.
        within = np.arange(len(run)) - np.repeat(starts, counts)
        place = cursor[run[:, 0]] + within
        documents[place] = run[:, 1]
        saturation[place] = np.float32(1) + run[:, 2].astype(np.float32) * norms[run[:, 1]]
        cursor[run[starts, 0]] += counts
    df = frequency[order].astype(np.float64)
    np.save(folder / "idf.npy", np.log(1 + (size - df + 0.5) / (df + 0.5)).astype(np.float32))
    np.save(folder / "hashes.npy", hashes[order])
    np.save(folder / "offsets.npy", offsets)
    np.save(folder / "rank.npy", np.argsort(np.argsort(np.array(ids))).astype(np.int32))
    documents.flush()
    saturation.flush()


def _norms(lengths: npt.NDArray[np.int64]) -> Floats:
    """Return Lucene's ``1 / (k1 * (1 - b + b * length / average))`` with lengths as one byte keeps them."""
    indexed = lengths > 0
    average = np.float32(lengths.sum() / max(1, int(indexed.sum())))
    kept = np.fromiter((_through_byte(int(n)) for n in lengths), np.float32, len(lengths))
    one = np.float32(1)
    return (one / (K1 * ((one - B) + B * kept / average))).astype(np.float32)


def _through_byte(length: int) -> int:
    # SmallFloat.intToByte4 and back: exact up to 39, then four significant bits.
    if length < _FREE:
        return length
    return _FREE + _from_four_bits(_to_four_bits(length - _FREE))


def _to_four_bits(value: int) -> int:
    bits = value.bit_length()
    if bits < 4:
        return value
    shift = bits - 4
    return (value >> shift) & 0x07 | (shift + 1) << 3


def _from_four_bits(code: int) -> int:
    mantissa, shift = code & 0x07, (code >> 3) - 1
    return mantissa if shift == -1 else (mantissa | 0x08) << shift


_FREE = 255 - _to_four_bits(2**31 - 1)


def _hash(term: str) -> np.uint64:
    return np.uint64(
        int.from_bytes(
            hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
        )
    )

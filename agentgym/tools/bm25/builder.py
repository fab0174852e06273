"""Building a search index: documents inverted block by block, merged into arrays on disk."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from agentgym.tools.bm25.analyzer import analyze
from agentgym.tools.bm25.index import Floats, Index, hash_of


class Weights(NamedTuple):
    """The parameters of BM25.

    Attributes:
        k1: how soon a further occurrence of a term counts little.
        b: how much a long document is held against it, 0 to 1.
    """

    k1: float
    b: float


LUCENE = Weights(0.9, 0.4)
"""What pyserini takes by default, and so the original WebShop."""
BLOCK = 50_000
"""Documents inverted at once; bounds the memory of a build."""

Documents = Iterable[tuple[str, str]]
"""(id, text) pairs."""


def open_or_build(folder: Path, documents: Callable[[], Documents], weights: Weights = LUCENE) -> Index:
    """Open the index in ``folder``, building it there first if it is missing.

    Processes may race: each builds beside the folder and renames, the first one's index is kept. Where the folder
    cannot be written, the index is built in a temporary folder and held in memory.
    """
    if not (folder / "rank.npy").exists():
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            partial = Path(tempfile.mkdtemp(dir=folder.parent))
        except OSError:
            with tempfile.TemporaryDirectory() as temporary:
                build(documents(), Path(temporary), weights)
                return Index.open(Path(temporary), mapped=False)
        try:
            build(documents(), partial, weights)
            if not (folder / "rank.npy").exists():
                partial.rename(folder)
        except OSError:
            if not (folder / "rank.npy").exists():
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Index.open(folder)


def in_memory(documents: Documents, weights: Weights = LUCENE) -> Index:
    """Return an index of a few (id, text) documents that is kept nowhere."""
    block = list(documents)
    vocabulary: dict[str, int] = {}
    lengths: list[int] = []
    run = _invert(block, 0, vocabulary, lengths)
    made = _merge([run], vocabulary, lengths, [i for i, _ in block], weights, lambda _, t, n: np.empty(n, t))
    return Index(**made)


def build(documents: Documents, folder: Path, weights: Weights = LUCENE) -> None:
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
    opened = (np.load(run, mmap_mode="r") for run in runs)

    def mapped(name: str, kind: Any, size: int) -> npt.NDArray[Any]:
        return np.lib.format.open_memmap(folder / f"{name}.npy", "w+", kind, (size,))

    for name, array in _merge(list(opened), vocabulary, lengths, ids, weights, mapped).items():
        if isinstance(array, np.memmap):
            array.flush()
        else:
            np.save(folder / f"{name}.npy", array)
    for run in runs:
        run.unlink()


def _blocks(documents: Documents) -> Iterator[list[tuple[str, str]]]:
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
    runs: list[npt.NDArray[np.int32]],
    vocabulary: dict[str, int],
    lengths: list[int],
    ids: list[str],
    weights: Weights,
    large: Callable[[str, Any, int], npt.NDArray[Any]],
) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an index by name; ``large(name, type, size)`` makes those as long as the postings."""
    terms = len(vocabulary)
    size = sum(length > 0 for length in lengths)  # Documents without terms do not count.
    frequency = np.zeros(terms, np.int64)
    for run in runs:
        frequency += np.bincount(run[:, 0], minlength=terms)
    hashes = np.fromiter((hash_of(t) for t in vocabulary), np.uint64, terms)
    order = np.argsort(hashes, kind="stable")
    if terms and (np.diff(hashes[order]) == 0).any():
        raise AssertionError("two terms share a 64-bit hash")
    offsets = np.zeros(terms + 1, np.int64)
    np.cumsum(frequency[order], out=offsets[1:])
    cursor = np.empty(terms, np.int64)
    cursor[order] = offsets[:-1]
    norms = _norms(np.array(lengths, np.int64), weights)
    postings = int(offsets[-1])
    documents = large("documents", np.int32, postings)
    saturation = large("saturation", np.float32, postings)
    for run in runs:
        starts = np.flatnonzero(np.r_[True, run[1:, 0] != run[:-1, 0]]) if len(run) else np.zeros(0, np.int64)
        counts = np.diff(np.r_[starts, len(run)])
        # Runs come in document order, so a term's postings of this run follow those of the runs before.
        within = np.arange(len(run)) - np.repeat(starts, counts)
        place = cursor[run[:, 0]] + within
        documents[place] = run[:, 1]
        saturation[place] = np.float32(1) + run[:, 2].astype(np.float32) * norms[run[:, 1]]
        cursor[run[starts, 0]] += counts
    df = frequency[order].astype(np.float64)
    return {
        "idf": np.log(1 + (size - df + 0.5) / (df + 0.5)).astype(np.float32),
        "hashes": hashes[order],
        "offsets": offsets,
        "documents": documents,
        "saturation": saturation,
        "rank": np.argsort(np.argsort(np.array(ids, dtype=np.str_))).astype(np.int32),
    }


def _norms(lengths: npt.NDArray[np.int64], weights: Weights) -> Floats:
    """Return Lucene's ``1 / (k1 * (1 - b + b * length / average))`` with lengths as one byte keeps them."""
    indexed = lengths > 0
    average = np.float32(lengths.sum() / int(indexed.sum()) if indexed.any() else 1)
    kept = np.fromiter((smallfloat(int(n)) for n in lengths), np.float32, len(lengths))
    one, k1, b = np.float32(1), np.float32(weights.k1), np.float32(weights.b)
    return (one / (k1 * ((one - b) + b * kept / average))).astype(np.float32)


def smallfloat(length: int) -> int:
    """Return a length as Lucene's one byte keeps it (``SmallFloat.intToByte4``): from 40 on four significant bits."""
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

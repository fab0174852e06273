"""Building a search index: documents inverted block by block, merged into arrays on disk."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agentgym.environments.webshop.world.search.analyzer import analyze
from agentgym.environments.webshop.world.search.index import Floats, Index, hash_of

K1 = np.float32(0.9)
B = np.float32(0.4)
BLOCK = 50_000
"""Documents inverted at once; bounds the memory of a build."""

Documents = Iterable[tuple[str, str]]
"""(id, text) pairs."""


def open_or_build(folder: Path, documents: Callable[[], Documents]) -> Index:
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
                build(documents(), Path(temporary))
                return Index.open(Path(temporary), mapped=False)
        try:
            build(documents(), partial)
            if not (folder / "rank.npy").exists():
                partial.rename(folder)
        except OSError:
            if not (folder / "rank.npy").exists():
                raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Index.open(folder)


def build(documents: Documents, folder: Path) -> None:
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
    runs: list[Path], vocabulary: dict[str, int], lengths: list[int], ids: list[str], folder: Path
) -> None:
    terms = len(vocabulary)
    size = sum(length > 0 for length in lengths)  # Documents without terms do not count.
    frequency = np.zeros(terms, np.int64)
    for run in runs:
        frequency += np.bincount(np.load(run, mmap_mode="r")[:, 0], minlength=terms)
    hashes = np.fromiter((hash_of(t) for t in vocabulary), np.uint64, terms)
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
    kept = np.fromiter((smallfloat(int(n)) for n in lengths), np.float32, len(lengths))
    one = np.float32(1)
    return (one / (K1 * ((one - B) + B * kept / average))).astype(np.float32)


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

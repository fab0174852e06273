"""Building an index from files of any size with a bounded memory: runs on disk, then merges.

1. Read chunks of triples. A chunk's terms are sorted and written as a run; its triples are written with numbers
   that count within the run.
2. Merge the runs of terms into one sorted list, the terms of the index, and note each run's numbers in it.
3. Renumber each chunk's triples and sort them.
4. Take the subjects range by range, small enough to be sorted in memory, and write groups and objects.
"""

from __future__ import annotations

import heapq
import os
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from agentgym.environments.knowledge_graph.authoring.encode import groups
from agentgym.environments.knowledge_graph.world import layout
from agentgym.environments.knowledge_graph.world.terms import FREEBASE, Triple

CHUNK = 400_000
"""Triples held in memory at a time: about 150 MB of Python's."""
_BLOCK = 1 << 20

Report = Callable[[str, int, int], None]
"""Takes the stage, how far it is, and how far it goes."""


def build(
    triples: Iterable[Triple],
    out: Path,
    *,
    namespace: str = FREEBASE,
    chunk: int = CHUNK,
    report: Report | None = None,
) -> int:
    """Write the index of a stream of triples to ``out``; return how many different triples there are.

    Work files lie beside ``out`` and need about 40 bytes a triple. ``out`` appears when it is whole.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as work:
        return _Build(Path(work), out, namespace, chunk, report or _silent).run(triples)


def _silent(stage: str, done: int, total: int) -> None:
    pass


class _Build:
    def __init__(self, work: Path, out: Path, namespace: str, chunk: int, report: Report) -> None:
        self.work, self.out, self.namespace, self.chunk, self.report = work, out, namespace, chunk, report
        self.relations: dict[str, int] = {}
        self.runs = 0

    def run(self, triples: Iterable[Triple]) -> int:
        stream = iter(triples)
        while part := list(islice(stream, self.chunk)):
            self._write_run(part)
        if not self.runs:
            self._write_run([])
        count = self._merge_terms()
        self._renumber()
        total = self._write_groups(count)
        self._assemble(total)
        return total

    def _path(self, name: str) -> Path:
        return self.work / name

    def _write_run(self, part: list[Triple]) -> None:
        ids: dict[str, int] = {}
        relations = self.relations
        numbers = array("I")
        for s, r, o in part:
            numbers.append(ids.setdefault(s, len(ids)))
            numbers.append(relations.setdefault(r, len(relations)))
            numbers.append(ids.setdefault(o, len(ids)))
        table = np.array(numbers, dtype=np.uint32).reshape(-1, 3)
        spelled = [t.encode() for t in ids]
        order = sorted(range(len(spelled)), key=spelled.__getitem__)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        table[:, 0], table[:, 2] = rank[table[:, 0]], rank[table[:, 2]]
        with self._path(f"terms-{self.runs}").open("wb") as file:
            file.writelines(spelled[i] + b"\n" for i in order)  # an escape stands for a newline within a term
        np.save(self._path(f"triples-{self.runs}.npy"), table)
        self.runs += 1

    def _merge_terms(self) -> int:
        """Merge the runs; write the sections of terms, and for each run its terms' numbers."""
        number, end, previous = -1, 0, None
        with ExitStack() as stack:
            runs = [
                stack.enter_context(self._path(f"terms-{i}").open("rb", _BLOCK // 4))
                for i in range(self.runs)
            ]
            maps = [stack.enter_context(self._path(f"map-{i}").open("wb")) for i in range(self.runs)]
            text = stack.enter_context(self._path("terms").open("wb", _BLOCK))
            starts = stack.enter_context(self._path("term_start").open("wb"))
            pending = [array("I") for _ in range(self.runs)]
            offsets = array("Q")
            for line, run in heapq.merge(*(_numbered(file, i) for i, file in enumerate(runs))):
                if line != previous:
                    previous = line
                    number += 1
                    offsets.append(end)
                    end += len(line) - 1
                    text.write(line[:-1])
                    if len(offsets) >= _BLOCK // 8:
                        offsets.tofile(starts)
                        del offsets[:]
                        self.report("merging terms", number, 0)
                pending[run].append(number)
                if len(pending[run]) >= _BLOCK // 64:
                    pending[run].tofile(maps[run])
                    del pending[run][:]
            offsets.append(end)
            offsets.tofile(starts)
            for run, rest in enumerate(pending):
                rest.tofile(maps[run])
        return number + 1

    def _renumber(self) -> None:
        """Give each chunk's triples their final numbers, and sort it."""
        ranked = {name: i for i, name in enumerate(sorted(self.relations))}
        relation = np.array([ranked[name] for name in self.relations], dtype=np.uint32)
        for run in range(self.runs):
            path = self._path(f"triples-{run}.npy")
            table = np.load(path)
            final = np.fromfile(self._path(f"map-{run}"), dtype=np.uint32)
            table = np.column_stack((final[table[:, 0]], relation[table[:, 1]], final[table[:, 2]]))
            np.save(path, _sorted(table))
            self._path(f"terms-{run}").unlink()
            self.report("sorting triples", run + 1, self.runs)

    def _write_groups(self, terms: int) -> int:
        """Write the sections of groups and objects; return how many triples there are."""
        runs = [np.load(self._path(f"triples-{i}.npy"), mmap_mode="r") for i in range(self.runs)]
        bounds = self._ranges(runs, terms)
        total = found = 0
        with ExitStack() as stack:
            first, relation, start, objects = (
                stack.enter_context(self._path(name).open("wb"))
                for name in ("first_group", "relation", "group_start", "objects")
            )
            np.zeros(1, dtype=np.uint32).tofile(first)
            for i, (low, high) in enumerate(pairwise(bounds)):
                table = _unique(_sorted(np.concatenate([_between(r, low, high) for r in runs])))
                relations, starts, per_subject = groups(table, low, high)
                (found + np.cumsum(per_subject)).astype(np.uint32).tofile(first)
                relations.astype(np.uint32).tofile(relation)
                (starts + np.uint64(total)).astype(np.uint64).tofile(start)
                table[:, 2].tofile(objects)
                total += len(table)
                found += len(relations)
                self.report("writing groups", i + 1, len(bounds) - 1)
            np.array([total], dtype=np.uint64).tofile(start)
        return total

    def _ranges(self, runs: list[np.ndarray], terms: int) -> list[int]:
        """Cut the subjects so that each range has about a chunk of triples."""
        step = max(1, self.chunk // (4 * len(runs)))
        sample = np.sort(np.concatenate([run[::step, 0] for run in runs]))
        cuts = sample[:: max(1, self.chunk // step)]
        return [0, *(int(c) for c in np.unique(cuts) if c > 0), terms]

    def _assemble(self, triples: int) -> None:
        sections = {
            name: (self._path(name).stat().st_size, _blocks(self._path(name))) for name in layout.SECTIONS
        }
        partial = self._path("index")
        with partial.open("wb") as file:
            layout.write(
                file,
                namespace=self.namespace,
                relations=sorted(self.relations),
                triples=triples,
                sections=sections,
            )
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.out)


def _numbered(file: Iterable[bytes], run: int) -> Iterator[tuple[bytes, int]]:
    for line in file:
        yield line, run


def _sorted(table: np.ndarray) -> np.ndarray:
    return table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]


def _unique(table: np.ndarray) -> np.ndarray:
    if len(table) < 2:
        return table
    new = np.ones(len(table), dtype=bool)
    new[1:] = (table[1:] != table[:-1]).any(axis=1)
    return table[new]


def _between(table: np.ndarray, low: int, high: int) -> np.ndarray:
    first, last = np.searchsorted(table[:, 0], np.array((low, high), dtype=np.uint32))
    return np.asarray(table[first:last])


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block

"""The comparison that runs by itself at every export: a data set against the test splits of all environments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from agentgym.dataset.contamination.measure import Contamination, measure
from agentgym.dataset.contamination.rules import MISMATCHES, WINDOW
from agentgym.dataset.contamination.samples import Sample, train_source
from agentgym.dataset.contamination.splits import Asked, Split, asked, registered
from agentgym.dataset.contamination.summary import compared, marks
from agentgym.dataset.files import (
    ROWS,
    Compared,
    Mark,
    add_comparisons,
    add_marks,
    is_dataset,
    read_comparisons,
)
from agentgym.dataset.row import digest
from agentgym.errors import AgentGymError

RULE = f"window, {MISMATCHES} of {WINDOW} words may differ"
SPANS = 3
"""Runs of a test sample that are kept as marks, the longest first."""

Progress = Callable[[str, int, int], None]


def compare_registered(
    dataset: Path,
    *,
    splits: Sequence[Split] | None = None,
    progress: Progress = lambda what, done, total: None,
) -> list[Compared]:
    """Compare a data set with test splits; those whose tasks and rows are the same as last time are left out.

    Agent half and general half are compared alike. What was found stands in the data set's folder, if it is one.

    Args:
        dataset: a folder, or a file of rows.
        splits: which; those of all environments by default.
        progress: called with what is being done, how much of it is done, and how much there is.

    Returns:
        one entry a split; one that cannot be had here says why.

    Raises:
        DataError: there are no rows.
    """
    rows = _digest(dataset / ROWS if dataset.is_dir() else dataset)
    known = {c.test: c for c in read_comparisons(dataset)} if is_dataset(dataset) else {}
    found: dict[str, Compared] = {}
    open_: dict[str, tuple[str, list[Sample]]] = {}
    for split in registered() if splits is None else splits:
        name = split.name
        try:
            has = _asked(split, progress)
        except AgentGymError as error:
            found[name] = Compared(test=name, rule=RULE, missing=str(error))
            continue
        key = digest([rows, has.key, RULE, SPANS])
        if name in known and known[name].key == key:
            found[name] = known[name]
        else:
            found[name] = Compared(test=name, rule=RULE, missing="it has no tasks")
            if has.samples:
                open_[name] = (key, has.samples)
    if open_:
        measured = _measured(dataset, {n: samples for n, (_, samples) in open_.items()}, progress)
        for name, (one, _) in measured.items():
            found[name] = compared(one.samples, name, RULE, key=open_[name][0])
    if is_dataset(dataset):
        add_comparisons(dataset, list(found.values()))
        if open_:
            add_marks(dataset, open_, [m for _, kept in measured.values() for m in kept])
    return list(found.values())


def _asked(split: Split, progress: Progress) -> Asked:
    return asked(split, lambda done, total: progress(f"reading {split.name}", done, total))


def _measured(
    dataset: Path, tests: dict[str, list[Sample]], progress: Progress
) -> dict[str, tuple[Contamination, list[Mark]]]:
    """Measure all test sets in one pass over the rows; return each with its matched runs."""
    # An id is told apart from the same id of another test set by its number.
    names = list(tests)
    samples = [
        Sample(
            id=f"{number} {s.id}",
            group=s.group,
            kind=s.kind,
            texts=s.texts,
            task=s.task,
            task_hash=s.task_hash,
        )
        for number, name in enumerate(names)
        for s in tests[name]
    ]
    found = measure(
        train_source(str(dataset)),
        lambda: iter(samples),
        spans=SPANS,
        progress=lambda tokens: progress("comparing tokens", tokens, tokens),
    )
    by_name: dict[str, tuple[Contamination, list[Mark]]] = {}
    for number, name in enumerate(names):
        own = [s for s in found.samples if s.id.startswith(f"{number} ")]
        spans = [s for s in found.spans if s.sample.startswith(f"{number} ")]
        part = Contamination(
            samples=own, spans=spans, train_samples=found.train_samples, train_tokens=found.train_tokens, stripped=0
        )  # fmt: skip
        kept = [
            Mark(
                row=m.row, test=name, sample=m.sample.partition(" ")[2], train_text=m.train_text, test_text=m.test_text,
                tokens=m.tokens,
            )
            for m in marks(spans, name)
        ]  # fmt: skip
        by_name[name] = (part, kept)
    return by_name


def _digest(rows: Path) -> str:
    with rows.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

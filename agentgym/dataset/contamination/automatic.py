"""The comparison that runs by itself at every export: a data set against the test splits of all environments.

By both readings of the paper's sentence, in one pass over the rows: see :mod:`~agentgym.dataset.contamination.rules`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from agentgym.dataset.contamination.measure import Contamination, RuleName, measure_by
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

RULES: dict[RuleName, str] = {
    rule: f"{rule}, {MISMATCHES} of {WINDOW} words may differ" for rule in ("window", "llama2")
}
"""What each rule is called in the results, as ``agentgym contamination`` calls it with its defaults."""
SPANS = 3
"""Runs of a test sample that are kept as marks by each rule, the longest first."""

Progress = Callable[[str, int, int], None]
_Measured = dict[RuleName, Contamination]


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
        an entry for each split and rule; of a split that cannot be had here they say why.

    Raises:
        DataError: there are no rows.
    """
    rows = _digest(dataset / ROWS if dataset.is_dir() else dataset)
    known = {(c.test, c.rule): c for c in read_comparisons(dataset)} if is_dataset(dataset) else {}
    found: dict[str, list[Compared]] = {}
    open_: dict[str, list[Sample]] = {}
    keys: dict[str, str] = {}
    for split in registered() if splits is None else splits:
        name = split.name
        try:
            has = _asked(split, progress)
        except AgentGymError as error:
            found[name] = _missing(name, str(error))
            continue
        keys[name] = digest([rows, has.key, list(RULES.values()), SPANS])
        before = [c for rule in RULES.values() if (c := known.get((name, rule)))]
        if len(before) == len(RULES) and all(c.key == keys[name] for c in before):
            found[name] = before
        else:
            found[name] = _missing(name, "it has no tasks")
            if has.samples:
                open_[name] = has.samples
    if open_:
        measured = _measured(dataset, open_, progress)
        for name, by_rule in measured.items():
            found[name] = [
                compared(one.samples, name, RULES[rule], key=keys[name]) for rule, one in by_rule.items()
            ]
    everything = [c for one in found.values() for c in one]
    if is_dataset(dataset):
        add_comparisons(dataset, everything)
        if open_:
            add_marks(dataset, open_, _marks(measured))
    return everything


def _missing(name: str, why: str) -> list[Compared]:
    return [Compared(test=name, rule=rule, missing=why) for rule in RULES.values()]


def _asked(split: Split, progress: Progress) -> Asked:
    return asked(split, lambda done, total: progress(f"reading {split.name}", done, total))


def _measured(dataset: Path, tests: dict[str, list[Sample]], progress: Progress) -> dict[str, _Measured]:
    """Measure all test sets in one pass over the rows."""
    # An id is told apart from the same id of another test set by its number.
    samples = [
        Sample(
            id=f"{number} {s.id}",
            group=s.group,
            kind=s.kind,
            texts=s.texts,
            task=s.task,
            task_hash=s.task_hash,
        )
        for number, name in enumerate(tests)
        for s in tests[name]
    ]
    found = measure_by(
        train_source(str(dataset)),
        lambda: iter(samples),
        rules=list(RULES),
        spans=SPANS,
        progress=lambda tokens: progress("comparing tokens", tokens, tokens),
    )
    return {
        name: {rule: _part(whole, f"{number} ") for rule, whole in found.items()}
        for number, name in enumerate(tests)
    }


def _part(whole: Contamination, prefix: str) -> Contamination:
    """Return what was found of the samples whose ids begin so."""
    return Contamination(
        samples=[s for s in whole.samples if s.id.startswith(prefix)],
        spans=[s for s in whole.spans if s.sample.startswith(prefix)],
        train_samples=whole.train_samples,
        train_tokens=whole.train_tokens,
        stripped=0,
    )


def _marks(measured: dict[str, _Measured]) -> Iterable[Mark]:
    """Return the runs that either rule found, each once."""
    return dict.fromkeys(
        Mark(
            row=m.row, test=name, sample=m.sample.partition(" ")[2], train_text=m.train_text, test_text=m.test_text,
            tokens=m.tokens,
        )
        for name, by_rule in measured.items()
        for one in by_rule.values()
        for m in marks(one.spans, name)
    )  # fmt: skip


def _digest(rows: Path) -> str:
    with rows.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""What a measurement says of its test sets: a line for each and each rule, as the paper's Table 7."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agentgym.dataset.contamination.measure import CLEAN, DIRTY, Measured, Span
from agentgym.dataset.files import Compared, Mark
from agentgym.report.tables import Column, Table, Value


def compared(samples: Sequence[Measured], test: str, rule: str, *, key: str = "") -> Compared:
    """Return what the samples of a test set say.

    Args:
        samples: measured, at least one.
        test: what the test set is called.
        rule: which reading, with its numbers and the tokenizer.
        key: digest over both sets and the rule.
    """
    shares = [s.share for s in samples]
    return Compared(
        test=test,
        rule=rule,
        samples=len(shares),
        share=sum(shares) / len(shares),
        clean=sum(s < CLEAN for s in shares),
        dirty=sum(s > DIRTY for s in shares),
        leaked=sum(bool(s.leak) for s in samples),
        key=key,
    )


def marks(spans: Iterable[Span], test: str) -> list[Mark]:
    """Return the matched runs as marks of the rows that they are in."""
    return [
        Mark(
            row=s.train, test=test, sample=s.sample, train_text=s.train_text, test_text=s.test_text, tokens=s.tokens
        )
        for s in spans
    ]  # fmt: skip


def table_of_compared(found: Sequence[Compared]) -> Table:
    """Return what comparisons found: a row for each test set and rule."""
    columns = [
        Column("test set"), Column("rule"), Column("samples", ",d"), Column("contamination", ".2%"),
        Column("clean", ",d"), Column("dirty", ",d"), Column("leaked tasks", ",d"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [c.test, c.rule, c.samples, c.share, c.clean, c.dirty, c.leaked] for c in found if not c.missing
    ]
    notes = [
        "contamination: share of a sample's tokens that lie in a run of the rows, on average. "
        f"clean: below {CLEAN:.0%}, dirty: above {DIRTY:.0%}. "
        "leaked tasks: tasks of the test set that are in the rows, by id or content."
    ]
    absent = {c.test: c.missing for c in found if c.missing}
    notes += [f"Not compared: {test}: {why}" for test, why in absent.items()]
    return Table("contamination", "Contamination", columns, rows, notes)

"""``agentgym contamination``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click
import msgspec

from agentgym.cli.progress import Steps
from agentgym.dataset.card import card
from agentgym.dataset.contamination.measure import CLEAN, DIRTY, Contamination, Measured, measure
from agentgym.dataset.contamination.rules import MISMATCHES, WINDOW
from agentgym.dataset.contamination.samples import test_source, train_source
from agentgym.dataset.contamination.summary import compared, marks
from agentgym.dataset.contamination.tokens import tokenizer
from agentgym.dataset.files import CARD, add_comparisons, add_marks, is_dataset
from agentgym.report import tables
from agentgym.report.tables import Column, Table, Value


@click.command("contamination")
@click.option(
    "--train", required=True, metavar="SET", help="A data set, a folder of runs, or a file of rows."
)
@click.option(
    "--test",
    required=True,
    metavar="SET",
    help="The same, or an environment: 'alfworld?split=test&tasks=50'.",
)
@click.option(
    "--rule",
    default="window",
    show_default=True,
    type=click.Choice(["window", "llama2"]),
    help="Runs with mismatches anywhere, or equal runs that are extended over mismatches.",
)
@click.option(
    "--tokenizer",
    "cut",
    default="words",
    show_default=True,
    help="words, a tokenizer.json, or MODULE:FUNCTION.",
)
@click.option(
    "--strip/--whole",
    default=True,
    show_default=True,
    help="Leave out what all samples of an environment share.",
)
@click.option("--window", default=WINDOW, show_default=True, help="Tokens of a run.")
@click.option("--mismatches", default=MISMATCHES, show_default=True, help="Of them that may differ.")
@click.option("--spans", default=1, show_default=True, help="Matched spans to show of a sample.")
@click.option("--show", default=5, show_default=True, help="Samples to show them of, the worst first.")
@click.option(
    "--format", "form", default="text", show_default=True, type=click.Choice(["text", "md", "csv", "json"]),
    help="Print the table so; json has every sample and span.",
)  # fmt: skip
@click.option(
    "--fail", is_flag=True, help="End with 1 if a sample is dirty, or its task is in the training set."
)
def command(
    train: str, test: str, rule: Literal["window", "llama2"], cut: str, strip: bool, window: int, mismatches: int,
    spans: int, show: int, form: str, fail: bool,
) -> None:  # fmt: skip
    """Measure how much of a test set stands in a training set.

    A token is contaminated if it lies in a run that the training set has as well. The rule `window` takes runs of 10
    tokens of which 4 may differ; `llama2` takes equal runs of 10 and extends them over up to 4 tokens that differ. A
    sample is clean below 20 % of contaminated tokens, dirty above 80 %. Also says which tasks of the test set are
    in the training set themselves, by id or by content. The card of a data set then says what was found.

    \b
    agentgym contamination --train data/agent --test 'alfworld?split=test'
    agentgym contamination --train data/agent --test data/heldout --rule llama2 --format json
    """
    with Steps() as steps:
        found = measure(
            train_source(train), test_source(test), rule=rule, cut=tokenizer(cut), strip=strip, window=window,
            mismatches=mismatches, spans=spans, progress=lambda tokens: steps("tokens", tokens, tokens),
        )  # fmt: skip
    folder = Path(train)
    if is_dataset(folder):
        how = f"{rule}, {mismatches} of {window} {cut} may differ" + ("" if strip else ", whole")
        add_comparisons(folder, [compared(found.samples, test, how)])
        add_marks(folder, [test], marks(found.spans, test))
        (folder / CARD).write_text(card(folder), "utf-8", errors="backslashreplace")
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    elif form == "text":
        tables.print_tables([table(found, rule, cut)])
        _print_spans(found, show)
    else:
        click.echo(
            {"md": tables.to_markdown, "csv": tables.to_csv}[form]([table(found, rule, cut)]), nl=False
        )
    if fail and any(s.leak or s.share > DIRTY for s in found.samples):
        sys.exit(1)


def table(found: Contamination, rule: str, cut: str) -> Table:
    """Return the table in the form of the paper's Table 7: one environment a row."""
    columns = [
        Column("task"), Column("samples", ",d"), Column("contamination", ".2%"), Column("clean", ",d"),
        Column("dirty", ",d"), Column("leaked tasks", ",d"), Column("tokens", ",d"),
    ]  # fmt: skip
    groups: dict[str, list[Measured]] = {}
    for sample in found.samples:
        groups.setdefault(sample.group, []).append(sample)
    rows = [_row(name, samples) for name, samples in groups.items()]
    if len(rows) > 1:
        rows.append(_row("total", found.samples))
    notes = [
        f"Rule {rule}, tokenizer {cut}; {found.train_tokens:,} tokens of {found.train_samples:,} training samples. "
        f"clean: below {CLEAN:.0%}, dirty: above {DIRTY:.0%} of a sample's tokens.",
        f"{found.stripped:,} tokens that the samples of an environment share are left out."
        if found.stripped
        else "Nothing is left out.",
    ]
    return Table("contamination", "Contamination", columns, rows, notes)


def _row(name: str, samples: list[Measured]) -> list[Value]:
    shares = [s.share for s in samples]
    return [
        name, len(samples), sum(shares) / len(shares), sum(s < CLEAN for s in shares), sum(s > DIRTY for s in shares),
        sum(bool(s.leak) for s in samples), sum(s.tokens for s in samples),
    ]  # fmt: skip


def _print_spans(found: Contamination, show: int) -> None:
    for sample in [s for s in sorted(found.samples, key=lambda s: -s.share) if s.share][:show]:
        click.echo(f"{sample.group} {sample.id}: {sample.share:.1%} of {sample.tokens} tokens")
        for span in found.spans:
            if span.sample == sample.id:
                click.echo(f"  test   {span.test_text}\n  train  {span.train_text}   ({span.train})")
    leaked = [s for s in found.samples if s.leak]
    if leaked:
        names = ", ".join(f"{s.id} ({s.leak})" for s in leaked[:show])
        more = " …" if len(leaked) > show else ""
        click.echo(f"{len(leaked)} tasks of the test set are in the training set: {names}{more}")

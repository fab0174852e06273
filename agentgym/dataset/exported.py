"""Exports: a data set in another format, with its card and its contamination report beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agentgym.dataset.card import card
from agentgym.dataset.contamination.automatic import Progress, compare_registered
from agentgym.dataset.contamination.summary import table_of_compared
from agentgym.dataset.files import (
    CARD,
    CONTAMINATION,
    ROWS,
    Compared,
    is_dataset,
    read_comparisons,
    read_rows,
    write_json,
)
from agentgym.dataset.formats import Format
from agentgym.dataset.row import Row
from agentgym.report.tables import to_markdown


def export_dataset(
    dataset: Path,
    form: Format,
    out: Path,
    *,
    compare: bool = True,
    progress: Progress = lambda what, done, total: None,
) -> int:
    """Write a data set in a format, with its card, after it was compared with the test splits of all environments.

    Args:
        dataset: a folder, or a file of rows.
        form: the format.
        out: the file or folder; it appears whole or not at all.
        compare: do so; else the card says that it was left out.
        progress: called with what is being done, how much of it is done, and how much there is.

    Returns:
        how many rows there are.

    Raises:
        DataError: the format cannot carry a row.
        OptionError: something else is at the place.
        LogError: it cannot be written.
    """

    def rows() -> Iterator[Row]:
        for number, row in enumerate(read_rows(dataset), 1):
            progress("writing", number, number)
            yield row

    form.check(out)
    found = compare_registered(dataset, progress=progress) if compare else None
    if is_dataset(dataset) and found:
        (dataset / CARD).write_text(card(dataset), "utf-8", errors="backslashreplace")
    count = form.save(rows(), out)
    report = report_place(out)
    if known := found or (read_comparisons(dataset) if is_dataset(dataset) else []):
        write_json(report, known)
    else:
        report.unlink(missing_ok=True)  # of an earlier export
    place = card_place(form, out)
    place.write_text(exported_card(dataset, form, out, count, found), "utf-8", errors="backslashreplace")
    return count


def card_place(form: Format, out: Path) -> Path:
    """Return where the card of an export is: in its folder, or beside its file."""
    return out / CARD if form.folder else out.with_name(f"{out.name}.card.md")


def report_place(path: Path) -> Path:
    """Return where the contamination report of a data set or of an export is: in its folder, or beside its file."""
    if path.is_dir() or path.name == ROWS:
        return (path if path.is_dir() else path.parent) / CONTAMINATION
    return path.with_name(f"{path.name}.{CONTAMINATION}")


def exported_card(dataset: Path, form: Format, out: Path, count: int, found: list[Compared] | None) -> str:
    """Return the text of an export's card: the data set's, and what the format makes of it.

    Args:
        dataset: the data set.
        form, out, count: of the export.
        found: by the comparison with the test splits; ``None`` if it was left out.
    """
    facts = [
        f"Format `{form.name}`: {count:,} conversations.",
        f"A reader who does not know agentgym's extension does not see: {form.lost}.",
        *form.facts(out),
        "Compared with the test splits of all environments: "
        + (
            "left out of this export."
            if found is None
            else f"{len({c.test for c in found if not c.missing})} of {len({c.test for c in found})}."
        ),
        f"`agentgym import {out.name} --format {form.name} --out DIR` gives the same rows back.",
    ]
    own = card(dataset) if is_dataset(dataset) else "# Conversations\n"
    if found and not is_dataset(dataset):
        own += "\n" + to_markdown([table_of_compared(found)])
    return f"{form.heading}{own}\n## This export\n\n" + "\n".join(f"* {f}" for f in facts) + "\n"

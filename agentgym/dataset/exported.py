"""Exports: a data set in another format, with its card beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from agentgym.dataset.card import card
from agentgym.dataset.files import CARD, is_dataset, read_rows
from agentgym.dataset.formats import Format
from agentgym.dataset.row import Row


def export_dataset(
    dataset: Path, form: Format, out: Path, *, progress: Callable[[int], None] = lambda rows: None
) -> int:
    """Write a data set in a format, and its card.

    Args:
        dataset: a folder, or a file of rows.
        form: the format.
        out: the file or folder; it appears whole or not at all.
        progress: called with the number of rows that are read.

    Returns:
        how many rows there are.

    Raises:
        DataError: the format cannot carry a row.
        OptionError: something else is at the place.
        LogError: it cannot be written.
    """

    def rows() -> Iterator[Row]:
        for number, row in enumerate(read_rows(dataset), 1):
            progress(number)
            yield row

    count = form.save(rows(), out)
    place = card_place(form, out)
    place.write_text(exported_card(dataset, form, out, count), "utf-8", errors="backslashreplace")
    return count


def card_place(form: Format, out: Path) -> Path:
    """Return where the card of an export is: in its folder, or beside its file."""
    return out / CARD if form.folder else out.with_name(f"{out.name}.card.md")


def exported_card(dataset: Path, form: Format, out: Path, count: int) -> str:
    """Return the text of an export's card: the data set's, and what the format makes of it."""
    facts = [
        f"Format `{form.name}`: {count:,} conversations.",
        f"A reader who does not know agentgym's extension does not see: {form.lost}.",
        *form.facts(out),
        f"`agentgym import {out.name} --format {form.name} --out DIR` gives the same rows back.",
    ]
    own = card(dataset) if is_dataset(dataset) else "# Conversations\n"
    return f"{form.heading}{own}\n## This export\n\n" + "\n".join(f"* {f}" for f in facts) + "\n"

"""The formats by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from agentgym.dataset.files import is_dataset
from agentgym.dataset.formats.adp import ADPFormat
from agentgym.dataset.formats.atif import ATIFFormat
from agentgym.dataset.formats.base import Format
from agentgym.dataset.formats.hub import HubFormat
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.parquet import HFFormat, ParquetFormat
from agentgym.dataset.formats.sharegpt import AgentInstructFormat, ShareGPTFormat
from agentgym.dataset.formats.tokens import MADE, TokensFormat
from agentgym.dataset.row import Row
from agentgym.errors import unknown_name

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        OpenAIFormat(), ShareGPTFormat(), AgentInstructFormat(), ParquetFormat(), HFFormat(), ATIFFormat(), ADPFormat(),
        HubFormat(), TokensFormat(),
    )
}  # fmt: skip


def named(name: str) -> Format:
    """Return a format by name.

    Raises:
        UnknownNameError: there is no such format; the nearest is suggested.
    """
    if name not in FORMATS:
        raise unknown_name("format", name, FORMATS)
    return FORMATS[name]


def detected(folder: Path) -> str:
    """Return the format of a folder that an export of ours wrote, by what is in it; empty if it is none."""
    if (folder / MADE).is_file():
        return "tokens"
    if is_dataset(folder):
        return ""
    marks = {"hf": "data/*.parquet", "hub": "sessions/*.jsonl"}
    return next((name for name, mark in marks.items() if any(folder.glob(mark))), "")


def export(rows: Iterable[Row], form: Format, path: Path) -> int:
    """Write rows in a format; what is at the path appears whole or not at all.

    Returns:
        how many there are.

    Raises:
        DataError: the format cannot carry a row.
        LogError: it cannot be written.
    """
    return form.save(rows, path)


def import_(path: Path, form: Format, *, ignored: Iterable[str] = ()) -> Iterator[Row]:
    """Iterate the rows of a file or folder.

    Args:
        path: the file or folder.
        form: its format.
        ignored: fields of a line that are passed over; others that the format does not know are an error.

    Raises:
        DataError: a line is torn, or none of the format; the message names it.
    """
    return form.load(path, frozenset(ignored))

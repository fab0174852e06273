"""Objects in files: lines of JSON, one JSON list, or the rows of a parquet file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from agentgym.dataset.files import CONTAMINATION
from agentgym.dataset.formats.tables import read_table
from agentgym.errors import DataError

_SUFFIXES = (".jsonl", ".json", ".parquet")


class Line(NamedTuple):
    """An object of a file.

    Attributes:
        number: of the object, from 0, over all files.
        place: the file and the line, for messages.
        value: the object.
    """

    number: int
    place: str
    value: dict[str, Any]


def objects(path: Path) -> Iterator[Line]:
    """Iterate the objects of a file, or of a folder's files in the order of their names.

    Raises:
        DataError: there is nothing, or it is torn.
    """
    number = 0
    for file in files(path):
        for place, value in _objects(file):
            if not isinstance(value, dict):
                raise DataError(f"{file}, {place}, is no object.")
            yield Line(number, f"{file}, {place},", value)
            number += 1


def files(path: Path, suffixes: tuple[str, ...] = _SUFFIXES) -> list[Path]:
    """Return a file, or the files of a folder with some endings, by name; an export's own report is none of them.

    Raises:
        DataError: there are none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(
        p
        for p in path.rglob("*")
        if p.suffix in suffixes and not p.name.startswith(".") and p != path / CONTAMINATION
    )
    if not found:
        raise DataError(f"There is no file {' or '.join('*' + s for s in suffixes)} in {path}.")
    return found


def _objects(file: Path) -> Iterator[tuple[str, Any]]:
    try:
        with file.open("rb") as opened:
            magic = opened.read(4)
        if magic == b"PAR1":
            for row, value in enumerate(read_table(file), 1):
                yield f"row {row}", value
        elif magic[:1] == b"[":
            yield from _listed(file)
        else:
            with file.open(encoding="utf-8") as lines:
                for line, text in enumerate(lines, 1):
                    if text.strip():
                        yield f"line {line}", _json(file, line, text)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} cannot be read: {error}.") from None


def _listed(file: Path) -> Iterator[tuple[str, Any]]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise DataError(f"{file} is torn or no JSON: {error}.") from None
    for entry, value in enumerate(found, 1):
        yield f"entry {entry}", value


def _json(file: Path, line: int, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise DataError(f"{file}, line {line}, is torn or no JSON: {error}.") from None

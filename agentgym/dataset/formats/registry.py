"""The formats by name, and whole files of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from agentgym.dataset.files import encode
from agentgym.dataset.formats.base import Format
from agentgym.dataset.formats.openai import OpenAIFormat
from agentgym.dataset.formats.sharegpt import AgentInstructFormat, ShareGPTFormat
from agentgym.dataset.row import Row
from agentgym.errors import DataError, LogError, unknown_name

FORMATS: dict[str, Format] = {f.name: f for f in (OpenAIFormat(), ShareGPTFormat(), AgentInstructFormat())}


def named(name: str) -> Format:
    """Return a format by name.

    Raises:
        UnknownNameError: there is no such format; the nearest is suggested.
    """
    if name not in FORMATS:
        raise unknown_name("format", name, FORMATS)
    return FORMATS[name]


def export(rows: Iterable[Row], form: Format, path: Path) -> int:
    """Write rows as lines of JSON; the file appears whole or not at all.

    Returns:
        how many there are.

    Raises:
        DataError: the format cannot carry a row.
        LogError: the file cannot be written.
    """
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            beside = Path(file.name)
            try:
                for row in rows:
                    file.write(encode(form.write(row)))
                    count += 1
                file.flush()
                beside.chmod(0o644)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(f"{path} cannot be written: {error.strerror}.") from error
    return count


def import_(path: Path, form: Format) -> Iterator[Row]:
    """Iterate the rows of a file: lines of JSON, or one JSON list.

    Raises:
        DataError: a line is torn, or none of the format; the message names it.
    """
    for number, line in _objects(path):
        try:
            yield form.read(line, number)
        except DataError as error:
            raise DataError(f"{path}, line {number + 1}, is no {form.name}: {error}.") from None


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as file:
            if file.read(1) == "[":
                file.seek(0)
                yield from _listed(path, file.read())
                return
            file.seek(0)
            for number, text in enumerate(file):
                if text.strip():
                    yield number, _object(path, number, text)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None


def _listed(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DataError(f"{path} is torn or no JSON: {error}.") from None
    for number, line in enumerate(found):
        if not isinstance(line, dict):
            raise DataError(f"{path}, entry {number + 1}, is no object.")
        yield number, line


def _object(path: Path, number: int, text: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError as error:
        raise DataError(f"{path}, line {number + 1}, is torn or no JSON: {error}.") from None
    if not isinstance(line, dict):
        raise DataError(f"{path}, line {number + 1}, is no object.")
    return line

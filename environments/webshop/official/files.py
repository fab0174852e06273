"""Finding and reading the official files: items, attributes, human instructions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import msgspec

from agentgym.errors import DataError

_CHUNK = 1 << 22


class Files(NamedTuple):
    """The official files of one catalogue; the two that are optional may be missing."""

    items: Path
    attributes: Path | None
    instructions: Path | None


def locate(data: Path) -> Files:
    """Find the item, attribute and human-instruction files in a folder of the official layout.

    ``data`` is a folder (the largest catalogue in it is taken) or one item file.

    Raises:
        DataError: there is no item file.
    """
    folder = data if data.is_dir() else data.parent
    if data.is_dir():
        found = sorted(folder.glob("items_shuffle*.json"), key=lambda p: p.stat().st_size)
        if not found:
            raise DataError(
                f"{folder} holds no items_shuffle*.json: expected the official layout (items_shuffle_1000.json or "
                "items_shuffle.json, items_ins_v2*.json, items_human_ins*.json)."
            )
        items = found[-1]
    else:
        items = data
    suffix = items.stem.removeprefix("items_shuffle")
    return Files(items, _beside(folder, "items_ins_v2", suffix), _beside(folder, "items_human_ins", suffix))


def _beside(folder: Path, stem: str, suffix: str) -> Path | None:
    exact = folder / f"{stem}{suffix}.json"
    return exact if exact.exists() else next(iter(sorted(folder.glob(f"{stem}*.json"))), None)


def read_table(path: Path | None) -> dict[str, Any]:
    """Read a JSON object keyed by ASIN; empty where the file is not there.

    Raises:
        DataError: the file is damaged or no object.
    """
    if path is None:
        return {}
    try:
        table = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is damaged or cut off: {error}. Download it again.") from None
    if not isinstance(table, dict):
        raise DataError(f"{path}: expected a JSON object keyed by ASIN, found {type(table).__name__}.")
    return table


def read_items(path: Path) -> Iterator[dict[str, Any]]:
    """Iterate the objects of a JSON array, holding one at a time (the full file has 5.2 GB).

    Raises:
        DataError: the file is no JSON array, or is cut off.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8") as file:
        buffer = _chunk(file, path).lstrip()
        if not buffer.startswith("["):
            raise DataError(f"{path} is no item file: expected a JSON array, found {buffer[:40]!r}.")
        position, number = 1, 0
        while True:
            while position < len(buffer) and buffer[position] in " \r\n\t,":
                position += 1
            if position < len(buffer) and buffer[position] == "]":
                return
            try:
                item, position = decoder.raw_decode(buffer, position)
            except ValueError:
                more = _chunk(file, path)
                if not more:
                    raise DataError(
                        f"{path} is cut off after {number} products: the array is not closed. Download it again."
                    ) from None
                buffer, position = buffer[position:] + more, 0
                continue
            if not isinstance(item, dict):
                raise DataError(f"{path}: entry {number} is no product but {type(item).__name__}.")
            number += 1
            yield item


def _chunk(file: TextIO, path: Path) -> str:
    try:
        return file.read(_CHUNK)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is damaged: {error}. Download it again.") from None


def fingerprint(*paths: Path | None) -> str:
    """Return a name for the present content of files, made of their paths, sizes and times of change."""
    digest = hashlib.sha256()
    for path in paths:
        if path is not None:
            stat = path.stat()
            digest.update(f"{path.resolve()}/{stat.st_size}/{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:20]

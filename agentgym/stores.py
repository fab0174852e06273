"""Stores: embedded data as one file, JSON compressed with zstd, typed on the way in."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard

from agentgym.errors import DataError

T = TypeVar("T")


def read_store(path: Path, type: type[T]) -> T:
    """Read a store.

    Args:
        path: the file, usually ``*.json.zst``.
        type: what it holds.

    Raises:
        DataError: the file is missing, damaged, or holds something else.
    """
    try:
        raw = zstandard.ZstdDecompressor().decompress(path.read_bytes())
        return msgspec.json.decode(raw, type=type)
    except (OSError, zstandard.ZstdError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as a store: {error}. Restore it from its source.") from None


def write_store(path: Path, value: object) -> None:
    """Write a store as small as zstd makes it; its folder is made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(msgspec.json.encode(value)))

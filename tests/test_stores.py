"""Stores: typed, compressed, and told apart from what is damaged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from agentgym.errors import DataError
from agentgym.stores import read_store, write_store


class Thing(msgspec.Struct):
    """Something kept."""

    name: str
    size: int


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "things.json.zst"
    write_store(path, [Thing("ä", 1)])
    assert read_store(path, list[Thing]) == [Thing("ä", 1)]


def test_what_is_damaged_is_told_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "things.json.zst"
    write_store(path, [{"name": "x"}])
    with pytest.raises(DataError, match=r"things\.json\.zst cannot be read as a store"):
        read_store(path, list[Thing])
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(DataError, match="Restore it"):
        read_store(path, list[Thing])
    with pytest.raises(DataError, match="No such file"):
        read_store(tmp_path / "nothing.json.zst", list[Thing])

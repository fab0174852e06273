"""Finding and reading the official files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agentgym.environments.webshop.official import files
from agentgym.errors import DataError


def test_the_largest_catalogue_with_its_own_tables(tmp_path: Path) -> None:
    for name, size in (("items_shuffle_1000.json", 5), ("items_shuffle.json", 9), ("items_ins_v2_1000.json", 1),
                       ("items_ins_v2.json", 1), ("items_human_ins.json", 1)):  # fmt: skip
        (tmp_path / name).write_text(" " * size)
    found = files.locate(tmp_path)
    assert [p.name if p else p for p in found] == [
        "items_shuffle.json",
        "items_ins_v2.json",
        "items_human_ins.json",
    ]
    few = files.locate(tmp_path / "items_shuffle_1000.json")
    assert few.attributes is not None and few.attributes.name == "items_ins_v2_1000.json"
    assert few.instructions is not None and few.instructions.name == "items_human_ins.json"


def test_items_are_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_CHUNK", 7)
    path = tmp_path / "items.json"
    path.write_text('  [ {"a": "]é["} ,\n{"b": [1, 2]}\t]')
    assert list(files.read_items(path)) == [{"a": "]é["}, {"b": [1, 2]}]
    path.write_text('[{"a": 1}, {"b"')
    with pytest.raises(DataError, match="cut off after 1 products"):
        list(files.read_items(path))


def test_damaged_tables(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    assert files.read_table(None) == {}
    path.write_text('{"a": 1')
    with pytest.raises(DataError, match="damaged or cut off"):
        files.read_table(path)
    path.write_text("[]")
    with pytest.raises(DataError, match="expected a JSON object keyed by ASIN, found list"):
        files.read_table(path)


def test_a_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    before = files.fingerprint(path, None)
    assert files.fingerprint(path) == before
    os.utime(path, ns=(1, 1))
    assert files.fingerprint(path) != before

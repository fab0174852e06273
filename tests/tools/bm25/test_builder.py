"""Building an index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from agentgym.tools.bm25 import Index, Weights, build, builder, in_memory, open_or_build
from agentgym.tools.bm25.builder import smallfloat

DOCUMENTS = [(f"D{i}", f"word{i % 7} word{i % 3} common {'long ' * i}") for i in range(100)]


def test_blocks_make_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(DOCUMENTS, tmp_path / "one")
    monkeypatch.setattr(builder, "BLOCK", 9)
    build(DOCUMENTS, tmp_path / "many")
    names = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert names == sorted(p.name for p in (tmp_path / "many").iterdir())
    for name in names:
        np.testing.assert_array_equal(np.load(tmp_path / "one" / name), np.load(tmp_path / "many" / name))


def test_lengths_as_one_byte_keeps_them() -> None:
    # Lucene's SmallFloat: exact up to 39, then four significant bits, rounded down.
    assert [smallfloat(n) for n in (0, 1, 39, 40, 41, 42, 55, 56, 57, 58, 60, 100, 1000)] == [
        0, 1, 39, 40, 40, 42, 54, 56, 56, 56, 60, 96, 984,
    ]  # fmt: skip


def test_documents_without_terms_do_not_count(tmp_path: Path) -> None:
    build(DOCUMENTS, tmp_path / "full")
    build([("A0", "of the"), *DOCUMENTS, ("Z9", "")], tmp_path / "blank")
    full, blank = (Index.open(tmp_path / name).search("word1 long") for name in ("full", "blank"))
    assert blank.scores == full.scores and blank.documents == [i + 1 for i in full.documents]


def test_an_index_is_built_once(tmp_path: Path) -> None:
    calls: list[int] = []

    def documents() -> list[tuple[str, str]]:
        calls.append(1)
        return DOCUMENTS

    first = open_or_build(tmp_path / "index", documents).search("common long")
    assert open_or_build(tmp_path / "index", documents).search("common long") == first and calls == [1]
    assert [p.name for p in tmp_path.iterdir()] == ["index"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    index = open_or_build(tmp_path / "file" / "index", lambda: DOCUMENTS)
    build(DOCUMENTS, tmp_path / "index")
    assert index.search("common") == Index.open(tmp_path / "index").search("common")


def test_an_index_in_memory_is_the_one_on_disk(tmp_path: Path) -> None:
    build(DOCUMENTS, tmp_path, Weights(1.5, 0.75))
    kept, held = Index.open(tmp_path), in_memory(DOCUMENTS, Weights(1.5, 0.75))
    for query in ("word3", "common word1 long", "nothing"):
        assert held.search(query, 7) == kept.search(query, 7)
    assert held.search("common long") != in_memory(DOCUMENTS).search("common long"), "the weights count"


def test_an_empty_index_finds_nothing() -> None:
    assert in_memory([]).search("word") == ([], [])
    assert in_memory([("D0", "")]).search("word") == ([], [])

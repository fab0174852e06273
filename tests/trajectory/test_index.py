"""The index of a log."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from agentgym.trajectory import Index, LogWriter, index, score
from agentgym.trajectory.codec import encode
from agentgym.trajectory.files import compress, set_aside
from tests.trajectory.episodes import episode

index_module = importlib.import_module("agentgym.trajectory.index")  # The package's name is its function.


def test_the_index_follows_the_log(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        assert len(index(tmp_path)) == 1
        log.write(episode(1))
        assert len(index(tmp_path)) == 2
    (tmp_path / ".index.msgpack").write_bytes(b"broken")
    assert [e.task_id for e in index(tmp_path)] == ["t0", "t1"]


def test_a_new_file_is_not_taken_for_the_old_one_that_had_its_number(tmp_path: Path) -> None:
    """After a rotation: the file system gives the number of the file that went to the one that comes."""
    path = tmp_path / "episodes.jsonl"
    path.write_bytes(b"".join(encode(episode(n)) for n in range(2)))
    assert len(index(tmp_path)) == 2
    number = path.stat().st_ino
    with path.open("r+b") as file:
        file.write(b"".join(encode(episode(n, observation="another")) for n in range(5, 9)))
    assert path.stat().st_ino == number
    entries = index(tmp_path)
    assert [e.task_id for e in entries] == ["t5", "t6", "t7", "t8"]
    catalogue = Index(tmp_path)
    assert [catalogue.episode(e).observation for e in entries] == ["another"] * 4


def test_scores_that_have_gone_are_gone(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        score(tmp_path, lambda e: 0.5, name="style", by="tests:style")
        assert index(tmp_path)[0].score("style") == 0.5
        catalogue = Index(tmp_path)
        catalogue.refresh()
        log.write(episode(1))
        catalogue.refresh()  # Written down with the scores in it.
    (tmp_path / "scores.jsonl").unlink()
    assert [e.score("style") for e in index(tmp_path)] == [None, None]


def test_a_file_that_is_compressed_while_it_is_indexed_is_indexed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
    plain, tail = set_aside(tmp_path), index_module._tail

    def meanwhile(path: Path, end: int) -> bytes:
        if plain.exists():
            compress(plain)
        return tail(path, end)

    monkeypatch.setattr(index_module, "_tail", meanwhile)
    catalogue = Index(tmp_path)
    assert catalogue.refresh() and [e.file for e in catalogue.entries] == ["episodes-0001.jsonl.zst"]
    assert not catalogue.refresh() and catalogue.episode(catalogue.entries[0]).task_id == "t0"

"""The index of a log."""

from __future__ import annotations

from pathlib import Path

from agentgym.trajectory import Index, LogWriter, index, score
from agentgym.trajectory.codec import encode
from tests.trajectory.episodes import episode


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

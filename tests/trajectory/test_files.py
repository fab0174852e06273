"""The files of a run folder: rotation loses and doubles nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.trajectory import LogWriter, index, read
from agentgym.trajectory.files import compress, episode_files, lines, set_aside
from tests.trajectory.episodes import episode


def test_rotation_compresses_and_keeps_the_order(tmp_path: Path) -> None:
    with LogWriter(tmp_path, rotate_bytes=4000) as log:
        for i in range(100):
            log.write(episode(i))
    assert len(list(tmp_path.glob("episodes-*.jsonl.zst"))) > 2
    assert [e.task_id for e in read(tmp_path)] == [f"t{i}" for i in range(100)]
    assert [e.key for e in index(tmp_path)] == [f"k{i:06d}" for i in range(100)]


def test_a_crash_in_rotation_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        for i in range(10):
            log.write(episode(i))
    (tmp_path / "episodes.jsonl").rename(tmp_path / "episodes-0001.jsonl")
    (tmp_path / "episodes-0001.jsonl.zst.tmp").write_bytes(b"half a frame")
    with LogWriter(tmp_path) as log:
        log.write(episode(10))
    assert [e.task_id for e in read(tmp_path)] == [f"t{i}" for i in range(11)]


def test_a_file_that_is_compressed_after_it_was_listed_is_read_all_the_same(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
    plain = set_aside(tmp_path)
    (listed,) = episode_files(tmp_path)
    compress(plain)
    assert listed == plain and not listed.exists() and len(list(lines(listed))) == 1
    with pytest.raises(FileNotFoundError):
        list(lines(tmp_path / "episodes-0002.jsonl"))

"""The index of a log."""

from __future__ import annotations

from pathlib import Path

from agentgym.trajectory import LogWriter, index
from tests.trajectory.episodes import episode


def test_the_index_follows_the_log(tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        assert len(index(tmp_path)) == 1
        log.write(episode(1))
        assert len(index(tmp_path)) == 2
    (tmp_path / ".index.msgpack").write_bytes(b"broken")
    assert [e.task_id for e in index(tmp_path)] == ["t0", "t1"]

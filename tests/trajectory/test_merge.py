"""Merging logs."""

from __future__ import annotations

from pathlib import Path

from agentgym.status import Status
from agentgym.trajectory import Failure, LogWriter, merge, read
from tests.trajectory.episodes import episode


def test_merge_takes_each_key_once_and_prefers_scores(tmp_path: Path) -> None:
    failed = episode(
        2, status=Status.ENVIRONMENT_ERROR, reward=None, failure=Failure(where="env", kind="E", message="m")
    )
    for folder, content in (("a", [episode(0), failed]), ("b", [episode(0), episode(1), episode(2)])):
        with LogWriter(tmp_path / folder) as log:
            for one in content:
                log.write(one)
    assert merge([tmp_path / "a", tmp_path / "b"], tmp_path / "c") == 3
    assert sorted(e.task_id for e in read(tmp_path / "c")) == ["t0", "t1", "t2"]
    assert not (tmp_path / "c" / "failures.jsonl").exists()

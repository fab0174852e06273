"""Merging logs."""

from __future__ import annotations

from pathlib import Path

from agentgym.status import Status
from agentgym.trajectory import Failure, LogWriter, merge, read, score
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


def test_a_merge_can_be_repeated_and_lie_below_what_it_merges(tmp_path: Path) -> None:
    failed = episode(
        2, status=Status.ENVIRONMENT_ERROR, reward=None, failure=Failure(where="env", kind="E", message="m")
    )
    with LogWriter(tmp_path / "a") as log:
        for one in (episode(0), episode(1), failed):
            log.write(one)
    score(tmp_path / "a", lambda e: 0.5, name="style", by="tests:style")
    assert [merge([tmp_path], tmp_path / "all") for _ in range(3)] == [2, 0, 0]
    assert sorted(e.task_id for e in read(tmp_path / "all", failures=True)) == ["t0", "t1", "t2"]
    assert len((tmp_path / "all" / "scores.jsonl").read_bytes().splitlines()) == 2

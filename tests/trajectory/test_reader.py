"""Reading: failures apart, missing folders told."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import AgentGymError
from agentgym.status import Status
from agentgym.trajectory import Failure, LogWriter, index, read
from tests.trajectory.episodes import episode


def test_failures_are_kept_apart(tmp_path: Path) -> None:
    failed = episode(
        1,
        status=Status.POLICY_ERROR,
        reward=None,
        failure=Failure(where="policy", kind="PolicyError", message="503"),
    )
    with LogWriter(tmp_path) as log:
        log.write(episode(0))
        log.write(failed)
    assert [e.task_id for e in read(tmp_path)] == ["t0"]
    assert {e.task_id for e in read(tmp_path, failures=True)} == {"t0", "t1"}
    assert {e.status for e in index(tmp_path)} == {"completed", "policy_error"}


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises((AgentGymError, FileNotFoundError), match="nowhere"):
        list(read(tmp_path / "nowhere"))

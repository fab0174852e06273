"""Statuses and the three kinds of ends."""

from __future__ import annotations

import pytest

from agentgym.status import Ending, Status


def test_failures_are_never_scored() -> None:
    assert [s.value for s in Status if s.is_failure] == [
        "cancelled",
        "environment_error",
        "sandbox_error",
        "policy_error",
    ]
    assert Status.POLICY_ERROR.ending is Ending.FAILED and Status.TASK_LIMIT.ending is Ending.SCORED
    with pytest.raises(ValueError, match="has not ended"):
        _ = Status.RUNNING.ending
    assert Status.REPETITION.agentbench == "agent invalid action"


def test_every_final_status_is_one_of_the_three_ends() -> None:
    ends = {s: s.ending for s in Status if s.is_final}
    assert {s for s, e in ends.items() if e is Ending.UNSCORED} == {Status.UNSCORED}
    assert {s for s, e in ends.items() if e is Ending.FAILED} == {s for s in Status if s.is_failure}
    assert all(s.agentbench for s in Status)

"""Hosts: a hung or broken environment fails its own episode."""

from __future__ import annotations

import pytest

import agentgym
from agentgym.engine import Limits


@pytest.mark.parametrize("limit", [None, 30.0])
def test_a_timeout_inside_the_environment_is_a_failure_and_never_a_zero(limit: float | None) -> None:
    agentgym.register("Test/SocketTimeout-v0", "tests.engine.guessers:SocketTimeout")
    limits = Limits(working_seconds=limit, environment_retries=0)
    run = agentgym.rollout("Test/SocketTimeout-v0", "expert", tasks=1, limits=limits)
    assert [(e.status, e.reward) for e in run] == [("environment_error", None)]
    assert "TimeoutError: timed out" in next(iter(run)).failure.message  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["Thread", "Process"])
def test_a_hung_step_fails_its_episode_and_no_other(kind: str) -> None:
    agentgym.register(f"Test/{kind}Hang-v0", f"tests.engine.guessers:{kind}Hang")
    limits = Limits(step_seconds=3.0, environment_retries=0)
    run = agentgym.rollout(f"Test/{kind}Hang-v0", "expert", tasks=3, concurrency=3, limits=limits)
    assert (run.played, run.failed) == (2, 1)
    failed = next(e for e in run if e.status.is_failure)
    assert failed.status == "environment_error" and failed.reward is None
    assert "did not return within 3 s" in failed.failure.message  # type: ignore[union-attr]

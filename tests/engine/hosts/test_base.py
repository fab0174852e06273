"""Hosts: a hung or broken environment fails its own episode."""

from __future__ import annotations

import asyncio

import pytest

import agentgym
from agentgym.engine import Limits
from agentgym.engine.hosts.base import StepTimeout, within
from tests.engine.hosts.test_pool import Counted


@pytest.mark.parametrize("limit", [None, 30.0])
def test_a_timeout_inside_the_environment_is_a_failure_and_never_a_zero(limit: float | None) -> None:
    agentgym.register("Test/SocketTimeout-v0", "tests.engine.guessers:SocketTimeout")
    limits = Limits(working_seconds=limit, environment_retries=0)
    run = agentgym.rollout("Test/SocketTimeout-v0", "expert", tasks=1, limits=limits)
    assert [(e.status, e.reward) for e in run] == [("environment_error", None)]
    assert "TimeoutError: timed out" in next(iter(run)).failure.message  # type: ignore[union-attr]


def test_a_host_whose_call_was_given_up_is_not_usable() -> None:
    async def play() -> list[bool]:
        late, cancelled, well = Counted(), Counted(), Counted()
        with pytest.raises(StepTimeout, match=r"within 0\.01 s"):
            await within(late, asyncio.sleep(60), 0.01)
        call = asyncio.create_task(within(cancelled, asyncio.sleep(60), 60))
        await asyncio.sleep(0.01)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        await within(well, asyncio.sleep(0), 60)
        return [late.usable, cancelled.usable, well.usable]

    assert asyncio.run(play()) == [False, False, True]


@pytest.mark.parametrize("kind", ["Thread", "Process"])
def test_a_hung_step_fails_its_episode_and_no_other(kind: str) -> None:
    agentgym.register(f"Test/{kind}Hang-v0", f"tests.engine.guessers:{kind}Hang")
    limits = Limits(step_seconds=3.0, environment_retries=0)
    run = agentgym.rollout(f"Test/{kind}Hang-v0", "expert", tasks=3, concurrency=3, limits=limits)
    assert (run.played, run.failed) == (2, 1)
    failed = next(e for e in run if e.status.is_failure)
    assert failed.status == "environment_error" and failed.reward is None
    assert "did not return within 3 s" in failed.failure.message  # type: ignore[union-attr]

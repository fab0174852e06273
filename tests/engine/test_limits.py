"""Limits of an episode: working time, tokens, cost; waiting is never a score."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

import agentgym
from agentgym.engine import Limits, episode
from agentgym.engine.cost import Price, Prices
from agentgym.engine.hosts.base import Host, within
from agentgym.errors import OptionError
from agentgym.policy import Completion, Policy, Request, Usage, View
from tests.engine.playing import GUESS, Scripted


class Counting(Policy):
    """Guesses wrongly; every call takes 100 tokens."""

    spec = "counting:test"

    def __init__(self, model: str = "known") -> None:
        self.model = model

    async def act(self, request: Request, view: View) -> Completion:
        usage = Usage(prompt_tokens=90, completion_tokens=10)
        return Completion(text="Action: guess[1]", usage=usage, model=self.model)


def test_waiting_for_a_policy_is_no_working_time() -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(0.3)
        return f"Action: guess[{request.task_id[-1]}]"

    run = agentgym.rollout(GUESS, Scripted(slow), tasks=2, limits=Limits(working_seconds=0.2))
    assert [(e.status, e.reward) for e in run] == [("completed", 1.0)] * 2
    assert all(e.seconds > 0.25 > e.working_seconds for e in run)


def test_an_episode_past_its_wall_time_is_a_failure_and_never_a_zero() -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(30)
        return ""

    run = agentgym.rollout(GUESS, Scripted(slow), tasks=2, limits=Limits(wall_seconds=0.05))
    assert [(e.status, e.reward) for e in run] == [("cancelled", None)] * 2
    assert (run.failed, run.scored) == (2, 0)
    assert "wall_seconds" in next(iter(run)).failure.message  # type: ignore[union-attr]


def test_a_step_that_uses_up_the_working_time_ends_the_episode_with_a_zero() -> None:
    agentgym.register("Test/ThreadHang-v0", "tests.engine.guessers:ThreadHang")
    limits = Limits(working_seconds=0.5)
    run = agentgym.rollout("Test/ThreadHang-v0", "expert", tasks=2, concurrency=1, limits=limits)
    assert [(e.status, e.reward) for e in run] == [("time_limit", 0.0), ("completed", 1.0)]
    assert run.seconds < 6, "the hung step of 8 s was waited for"


def test_working_time_adds_up_over_steps() -> None:
    agentgym.register("Test/Slow-v0", "tests.engine.guessers:Slow")
    run = agentgym.rollout(
        "Test/Slow-v0", Counting(), tasks=["test-9"], limits=Limits(working_seconds=0.5), max_steps=20
    )
    (episode,) = run
    assert (episode.status, episode.reward) == ("time_limit", 0.0)
    assert 2 <= len(episode.steps) <= 3


def test_working_time_counts_where_a_step_cannot_be_interrupted() -> None:
    agentgym.register("Test/SlowInline-v0", "tests.engine.guessers:SlowInline")
    run = agentgym.rollout(
        "Test/SlowInline-v0", Counting(), tasks=["test-9"], limits=Limits(working_seconds=0.05), max_steps=20
    )
    assert [(e.status, e.reward, len(e.steps)) for e in run] == [("time_limit", 0.0, 1)]


def test_a_step_may_take_what_is_left_of_the_working_time(monkeypatch: pytest.MonkeyPatch) -> None:
    agentgym.register("Test/SlowInline-v0", "tests.engine.guessers:SlowInline")
    given: list[float | None] = []

    async def recorded(host: Host, call: Awaitable[Any], seconds: float | None) -> Any:
        given.append(seconds)
        return await within(host, call, seconds)

    monkeypatch.setattr(episode, "within", recorded)
    limits = Limits(working_seconds=50.0, step_seconds=600.0)
    agentgym.rollout("Test/SlowInline-v0", Counting(), tasks=["test-9"], limits=limits, max_steps=3)
    begin, first, second, third = given
    assert (begin, first) == (600.0, 50.0) and second is not None and third is not None
    assert second <= 49.9 and third <= second - 0.1, "each step of 0.1 s is taken off"


def test_an_environment_that_was_given_up_is_not_used_again() -> None:
    agentgym.register("Test/ThreadHang-v0", "tests.engine.guessers:ThreadHang")
    limits = Limits(wall_seconds=0.5)
    run = agentgym.rollout("Test/ThreadHang-v0", "expert", tasks=2, concurrency=1, limits=limits)
    assert [(e.status, e.reward) for e in run] == [("cancelled", None), ("completed", 1.0)]
    assert run.seconds < 6, "the hung step of 8 s was waited for"


def test_the_token_limit_of_an_episode() -> None:
    run = agentgym.rollout(GUESS, Counting(), tasks=["test-9"], limits=Limits(tokens=250), max_steps=9)
    assert [(e.status, e.reward, len(e.steps)) for e in run] == [("token_limit", 0.0, 3)]


def test_a_limit_that_is_just_reached_is_reached() -> None:
    prices = Prices({"known": Price(prompt=1e4, completion=1e4)})  # a dollar a call
    for limits, status in ((Limits(tokens=200), "token_limit"), (Limits(cost=2.0), "cost_limit")):
        run = agentgym.rollout(GUESS, Counting(), tasks=["test-9"], limits=limits, prices=prices, max_steps=9)
        assert [(e.status, len(e.steps)) for e in run] == [(status, 2)]


def test_the_token_limit_never_takes_a_win_back() -> None:
    run = agentgym.rollout(GUESS, Counting(), tasks=["test-1"], limits=Limits(tokens=50))
    assert [(e.status, e.reward) for e in run] == [("completed", 1.0)]


def test_the_cost_limit_of_an_episode() -> None:
    prices = Prices({"known": Price(prompt=1e4, completion=1e4)})  # a dollar a call
    limits = Limits(cost=1.5)
    run = agentgym.rollout(GUESS, Counting(), tasks=["test-9"], limits=limits, prices=prices, max_steps=9)
    assert [(e.status, e.reward, len(e.steps)) for e in run] == [("cost_limit", 0.0, 2)]
    unknown = agentgym.rollout(GUESS, Counting("else"), tasks=["test-9"], limits=limits, prices=prices)
    assert [(e.status, e.reward) for e in unknown] == [("policy_error", None)]
    assert "has no price" in next(iter(unknown)).failure.message  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["step_seconds", "working_seconds", "wall_seconds", "tokens", "cost"])
def test_limits_must_be_positive(name: str) -> None:
    with pytest.raises(OptionError, match=f"{name} must be positive"):
        Limits(**{name: 0})
    with pytest.raises(OptionError, match="environment_retries must be at least 0"):
        Limits(environment_retries=-1)

"""A server that does everything wrong: nothing is scored 0 for it, nothing is lost, nothing is retried for ever."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.client import CallError, CallFailure
from agentgym.trajectory import read
from tests.policies.bisecting import play
from tests.policies.servers import FAULTS, Server, ask, refusal

GUESS = "Test/Guess-v0"


OPTIONS = "backoff=0.01&timeout=0.4&deadline=20&connections=32"


def test_a_storm_of_everything_loses_nothing(server: Server, run_folder: Path) -> None:
    rng = random.Random(5)
    names = list(FAULTS)
    struck: set[str] = set()

    def answer(body: dict[str, Any]) -> Any:
        if rng.random() < 0.35:
            name = rng.choice(names)
            struck.add(name)
            return FAULTS[name]()
        return play(body)

    server.answer = answer
    spec = f"openai:m?base_url={server.url}&attempts=40&{OPTIONS}"
    run = agentgym.rollout(GUESS, spec, repeats=8, out=run_folder, concurrency=32)
    assert (run.played, run.failed, run.mean_reward) == (72, 0, 1.0)
    assert struck == set(names), "every fault struck"
    calm = agentgym.rollout(GUESS, "scripted:tests.policies.bisecting:act", repeats=8, concurrency=32)
    assert _actions(read(run_folder)) == _actions(calm), "the episodes are those of an undisturbed run"
    assert len(server.bodies) < 4 * run.steps
    assert any(s.completion.attempts > 1 for e in read(run_folder) for s in e.steps)


def _actions(episodes: Any) -> list[Any]:
    return sorted((e.task_id, e.repeat, e.reward, [s.action for s in e.steps]) for e in episodes)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_never_answers_costs_no_score_and_the_run_resumes(
    server: Server, run_folder: Path, fault: str
) -> None:
    server.answer = lambda body: FAULTS[fault]()
    # The retries must not be in the policy's name: it is the same policy that goes on later.
    spec = f"openai:m?base_url={server.url}&attempts=3&{OPTIONS}"
    clock = time.monotonic()
    run = agentgym.rollout(GUESS, spec, tasks=3, out=run_folder)
    assert (run.scored, run.failed, run.mean_reward) == (0, 3, None)
    assert len(server.bodies) == 3 * 3, "three attempts each and no more"
    assert time.monotonic() - clock < 15
    failures = list(read(run_folder, failures=True))
    assert {(e.status, e.reward) for e in failures} == {("policy_error", None)}
    assert all(e.failure is not None and e.failure.attempts == 3 for e in failures)
    server.answer = play
    again = agentgym.rollout(GUESS, spec, tasks=3, out=run_folder, retry_errors=True)
    assert (again.scored, again.failed, again.mean_reward) == (3, 0, 1.0)


def test_a_context_error_in_the_middle_of_a_storm_is_an_outcome_of_its_episode(server: Server) -> None:
    def answer(body: dict[str, Any]) -> Any:
        if len(body["messages"]) > 4:
            return refusal(400, "context_length_exceeded", "too long")
        return play(body)

    server.answer = answer
    run = agentgym.rollout(GUESS, f"openai:m?base_url={server.url}&{OPTIONS}")
    assert run.failed == 0 and set(run.statuses) == {"completed", "context_limit"}


def test_a_429_storm_makes_the_client_slow_down_and_then_speed_up(server: Server) -> None:
    """A server that bears four calls at once: the client finds that out by itself."""

    async def answer(body: dict[str, Any]) -> Any:
        if server.in_flight > 4:
            return refusal(429)
        await asyncio.sleep(0.02)
        return play(body)

    server.answer = answer
    policy = agentgym.make_policy(f"openai:m?base_url={server.url}&{OPTIONS}")
    run = agentgym.rollout(GUESS, policy, repeats=6, concurrency=54)
    assert (run.played, run.failed) == (54, 0)
    limit = policy.calls.servers.all[0].limit  # type: ignore[attr-defined]
    assert limit.lowest <= 8 < limit.most
    assert len(server.bodies) < 6 * run.steps


def test_retry_after_holds_everyone_back(server: Server) -> None:
    times: list[float] = []

    def answer(body: dict[str, Any]) -> Any:
        times.append(time.monotonic())
        return refusal(429, **{"Retry-After": "0.5"}) if len(times) == 1 else play(body)

    server.answer = answer
    spec = f"openai:m?base_url={server.url}&backoff=0.01&connections=1"
    run = agentgym.rollout(GUESS, spec, concurrency=9)
    assert (run.played, run.failed) == (9, 0)
    assert times[1] - times[0] >= 0.5, "also for the episodes that were not refused"


def test_a_server_that_asks_for_an_hour_is_not_waited_for(server: Server) -> None:
    server.answer = lambda body: refusal(429, **{"Retry-After": "3600"})
    clock = time.monotonic()
    with pytest.raises(CallError, match="no answer by the deadline of 2 s") as caught:
        ask(f"openai:m?base_url={server.url}&deadline=2")
    assert caught.value.kind is CallFailure.RATE and not caught.value.retryable
    assert time.monotonic() - clock < 2


def test_the_deadline_ends_attempts_under_way(server: Server) -> None:
    server.answer = lambda body: FAULTS["hang"]()
    clock = time.monotonic()
    with pytest.raises(CallError) as caught:
        ask(f"openai:m?base_url={server.url}&timeout=0.5&deadline=0.8&backoff=0.01&attempts=99")
    assert caught.value.kind is CallFailure.TIMEOUT
    assert time.monotonic() - clock < 2

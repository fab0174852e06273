"""The engine: failures stay apart, one never ends a run, nothing is left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from pathlib import Path

import pytest

import agentgym
from agentgym.engine import Limits
from agentgym.errors import PolicyError
from agentgym.policy import Completion, Request, Usage, View
from agentgym.trajectory import Episode, index, prompt, read
from tests.engine.playing import GUESS, QUICK, Scripted


def test_a_failing_policy_is_a_failure_and_never_a_zero(run_folder: Path) -> None:
    def answer(request: Request) -> str:
        if request.task_id == "test-3":
            raise PolicyError("no such key")
        if request.task_id == "test-4":
            raise RuntimeError("a bug in the policy")
        return f"Action: guess[{request.task_id[-1]}]"

    policy = Scripted(answer)
    run = agentgym.rollout(GUESS, policy, out=run_folder, limits=QUICK)
    assert (run.played, run.failed, run.mean_reward) == (7, 2, 1.0)
    failed = [e for e in read(run_folder, failures=True) if e.status.is_failure]
    assert {(e.task_id, e.status, e.reward) for e in failed} == {
        ("test-3", "policy_error", None),
        ("test-4", "policy_error", None),
    }
    assert "a bug in the policy" in next(e for e in failed if e.task_id == "test-4").failure.traceback  # type: ignore[union-attr]
    again = agentgym.rollout(GUESS, Scripted(lambda r: f"Action: guess[{r.task_id[-1]}]"), out=run_folder)
    assert (again.played, again.failed, again.complete) == (0, 2, False), (
        "failed is not done, and not run unasked"
    )
    mended = agentgym.rollout(
        GUESS, Scripted(lambda r: f"Action: guess[{r.task_id[-1]}]"), out=run_folder, retry_errors=True
    )
    assert (mended.played, mended.failed, mended.complete) == (2, 0, True)
    assert not [e for e in read(run_folder, failures=True) if e.status.is_failure], "a mended failure is gone"
    assert (policy.opened, policy.closed) == (1, 1)


def test_a_broken_environment_is_retried_then_recorded() -> None:
    agentgym.register("Test/Broken-v0", "tests.engine.guessers:Broken")
    run = agentgym.rollout("Test/Broken-v0", "expert", tasks=3, limits=Limits(backoff_seconds=0.001))
    assert (run.played, run.failed) == (2, 1)
    failure = next(e for e in run if e.status.is_failure).failure
    assert failure is not None
    assert (failure.kind, failure.where, failure.attempts) == ("ZeroDivisionError", "environment", 2)


def test_what_was_played_until_the_environment_broke_is_kept_with_what_it_cost(run_folder: Path) -> None:
    class Paid(Scripted):
        async def act(self, request: Request, view: View) -> Completion:
            usage = Usage(prompt_tokens=90, completion_tokens=10)
            return Completion(text=f"Action: guess[{8 - request.step}]", usage=usage, cost=0.25)

    agentgym.register("Test/BreaksLater-v0", "tests.engine.guessers:BreaksLater")
    agentgym.rollout("Test/BreaksLater-v0", Paid(None), tasks=["test-1"], out=run_folder, limits=QUICK)
    (lost,) = read(run_folder, failures=True)
    assert (lost.status, lost.reward) == ("sandbox_error", None)
    assert lost.failure is not None and (lost.failure.message, lost.failure.attempts) == (
        "the machine is gone",
        2,
    )
    assert [s.action for s in lost.steps] == ["guess[8]", ""] and lost.steps[1].output == "Action: guess[7]"
    assert (bool(lost.steps[0].observation), lost.steps[1].observation) == (True, "")
    (entry,) = index(run_folder)
    assert (entry.steps, entry.cost, entry.prompt_tokens) == (2, 0.5, 180)
    assert [len(prompt(lost, turn).messages) for turn in range(2)] == [3, 5], (
        "what it was shown is known as well"
    )


def test_an_episode_that_cannot_be_written_fails_and_ends_no_run(run_folder: Path) -> None:
    class Odd(Scripted):
        async def act(self, request: Request, view: View) -> Completion:
            extra = {"it": object()} if request.task_id == "test-2" else {}
            return Completion(text=f"Action: guess[{request.task_id[-1]}]", extra=extra)

    run = agentgym.rollout(GUESS, Odd(None), tasks=3, out=run_folder)
    assert (run.played, run.failed, run.mean_reward) == (2, 1, 1.0)
    (lost,) = (e for e in read(run_folder, failures=True) if e.status.is_failure)
    assert lost.task_id == "test-2" and lost.failure is not None and lost.failure.where == "log"
    assert "object" in lost.failure.message


def test_cancelling_leaves_a_log_to_resume_from(run_folder: Path) -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(0.01)
        return "Action: guess[5]"

    async def main() -> None:
        task = asyncio.create_task(
            agentgym.arollout(
                agentgym.RunSpec(
                    env_id=GUESS, env_args={"max_steps": 3}, repeats=3, concurrency=2, out=run_folder
                ),
                Scripted(slow),
            )
        )
        await asyncio.sleep(0.25)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    done = len(list(read(run_folder)))
    assert 0 < done < 27
    rest = agentgym.rollout(GUESS, Scripted(slow), repeats=3, max_steps=3, out=run_folder)
    assert (rest.resumed, rest.resumed + rest.played) == (done, 27)


def test_ten_thousand_episodes_leave_nothing_behind() -> None:
    def resources() -> tuple[int, int, int]:
        gc.collect()
        rss = int(Path("/proc/self/statm").read_text().split()[1]) * 4096
        return threading.active_count(), len(os.listdir("/proc/self/fd")), rss

    class Counter:
        def planned(self, run: object, plans: object) -> None: ...
        def started(self, plan: object) -> None: ...
        def finished(self, episode: Episode) -> None: ...

    import tempfile

    def play(repeats: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run = agentgym.rollout(
                GUESS, "mock", repeats=repeats, max_steps=3, out=folder, observer=Counter()
            )
            assert run.played == 9 * repeats

    play(50)
    threads, files, memory = resources()
    play(1112)
    after = resources()
    assert after[0] <= threads and after[1] <= files
    assert after[2] - memory < 30_000_000, f"memory grew by {(after[2] - memory) / 1e6:.0f} MB"

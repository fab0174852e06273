"""The engine: resume, limits, retries, failures, hosts, cancellation, leaks."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import agentgym
from agentgym.engine import Limits
from agentgym.errors import ContextLengthError, OptionError, PolicyError, UnknownNameError
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory import Episode, index, read, replay
from agentgym.trajectory.identity import episode_key, episode_seed

GUESS = "Test/Guess-v0"
ROOT = Path(__file__).parents[2]
QUICK = Limits(backoff_seconds=0.001, policy_retries=2)


class Scripted(Policy):
    """Answers with what a function makes of the request."""

    def __init__(self, answer) -> None:  # type: ignore[no-untyped-def]
        self.answer = answer
        self.calls = 0
        self.opened = self.closed = 0
        self.spec = "scripted:test"

    async def open(self) -> None:
        self.opened += 1

    async def close(self) -> None:
        self.closed += 1

    async def act(self, request: Request, view: View) -> Completion:
        self.calls += 1
        result = self.answer(request)
        if asyncio.iscoroutine(result):
            result = await result
        return Completion(text=result)


def content(folder: Path) -> list[tuple[object, ...]]:
    """What must be the same in two runs: everything but times."""
    return sorted(
        (
            e.key,
            e.status,
            e.reward,
            e.observation,
            tuple((s.output, s.observation, s.reward) for s in e.steps),
        )
        for e in read(folder)
    )


@pytest.mark.parametrize("action_format", ["react", "tools", "native"])
def test_a_rollout_records_typed_episodes(run_folder: Path, action_format: str) -> None:
    run = agentgym.rollout(GUESS, "expert", out=run_folder, action_format=action_format)
    assert (run.planned, run.played, run.mean_reward, run.complete) == (9, 9, 1.0, True)
    episodes = list(read(run_folder))
    assert {e.task_id for e in episodes} == {f"test-{n}" for n in range(1, 10)}
    for episode in episodes:
        assert (episode.env_id, episode.status, episode.reward) == (GUESS, "completed", 1.0)
        assert episode.steps[0].action.startswith("guess[") and episode.metrics["steps"] == 1.0
        assert episode.messages[-1]["content"] == "Right!" and len(episode.task_hash) == 12
        assert replay(episode) is None


def test_the_same_command_again_does_only_what_is_left(run_folder: Path) -> None:
    first = agentgym.rollout(GUESS, "random", tasks=4, out=run_folder)
    again = agentgym.rollout(GUESS, "random", tasks=4, out=run_folder)
    more = agentgym.rollout(GUESS, "random", repeats=2, out=run_folder)
    assert (first.played, again.played, again.resumed, more.resumed, more.played) == (4, 0, 4, 4, 14)
    assert again.mean_reward == first.mean_reward and more.scored == 18
    assert len({e.key for e in index(run_folder)}) == 18


def test_seeds_and_keys_depend_on_the_episode_alone() -> None:
    assert (
        episode_seed(0, "a", 0)
        == episode_seed(0, "a", 0)
        != episode_seed(0, "a", 1)
        != episode_seed(1, "a", 0)
    )
    assert episode_key("e", {"x": 1}, "p", "t", 0, 0) != episode_key("e", {"x": 2}, "p", "t", 0, 0)


def test_the_result_does_not_depend_on_concurrency(tmp_path: Path) -> None:
    agentgym.rollout(GUESS, "random", repeats=5, concurrency=1, out=tmp_path / "one")
    agentgym.rollout(GUESS, "random", repeats=5, concurrency=32, out=tmp_path / "many")
    assert content(tmp_path / "one") == content(tmp_path / "many")


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


def test_the_context_limit_is_a_status_with_reward_zero() -> None:
    def answer(request: Request) -> str:
        raise ContextLengthError("8,193 tokens")

    run = agentgym.rollout(GUESS, Scripted(answer), tasks=1)
    assert [(e.status, e.reward) for e in run] == [("context_limit", 0.0)]


def test_the_time_limit_of_an_episode() -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(30)
        return ""

    run = agentgym.rollout(GUESS, Scripted(slow), tasks=2, limits=Limits(episode_seconds=0.05))
    assert [(e.status, e.reward) for e in run] == [("time_limit", 0.0)] * 2


@pytest.mark.parametrize("limit", [None, 30.0])
def test_a_timeout_inside_the_environment_is_a_failure_and_never_a_zero(limit: float | None) -> None:
    agentgym.register("Test/SocketTimeout-v0", "tests.rollout.guessers:SocketTimeout")
    limits = Limits(episode_seconds=limit, environment_retries=0)
    run = agentgym.rollout("Test/SocketTimeout-v0", "expert", tasks=1, limits=limits)
    assert [(e.status, e.reward) for e in run] == [("environment_error", None)]
    assert "TimeoutError: timed out" in next(iter(run)).failure.message  # type: ignore[union-attr]


def test_an_episode_that_ran_out_of_time_in_a_step_does_not_hold_up_the_next() -> None:
    agentgym.register("Test/ThreadHang-v0", "tests.rollout.guessers:ThreadHang")
    run = agentgym.rollout(
        "Test/ThreadHang-v0", "expert", tasks=2, concurrency=1, limits=Limits(episode_seconds=1.0)
    )
    assert [(e.status, e.reward) for e in run] == [("time_limit", 0.0), ("completed", 1.0)]
    assert run.seconds < 6, "the hung step of 8 s was waited for"


def test_an_environment_that_hangs_for_ever_does_not_keep_the_process(run_folder: Path) -> None:
    program = (
        "import sys, agentgym; from agentgym.engine import Limits\n"
        "agentgym.register('Test/HangsForEver-v0', 'tests.rollout.guessers:HangsForEver')\n"
        "run = agentgym.rollout('Test/HangsForEver-v0', 'expert', tasks=3, out=sys.argv[1],"
        " limits=Limits(step_seconds=0.5, environment_retries=0))\n"
        "print(run.played, run.failed)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(run_folder)], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stdout.split() == ["2", "1"], done.stderr


@pytest.mark.parametrize("kind", ["Thread", "Process"])
def test_threads_and_processes_give_the_same_episodes(tmp_path: Path, kind: str) -> None:
    agentgym.register(f"Test/{kind}Guess-v0", f"tests.rollout.guessers:{kind}Guess")
    agentgym.rollout(GUESS, "random", out=tmp_path / "inline")
    agentgym.rollout(f"Test/{kind}Guess-v0", "random", out=tmp_path / kind, concurrency=4)
    inline, other = content(tmp_path / "inline"), content(tmp_path / kind)
    assert sorted(e[1:] for e in inline) == sorted(e[1:] for e in other)


@pytest.mark.parametrize("kind", ["Thread", "Process"])
def test_a_hung_step_fails_its_episode_and_no_other(kind: str) -> None:
    agentgym.register(f"Test/{kind}Hang-v0", f"tests.rollout.guessers:{kind}Hang")
    limits = Limits(step_seconds=3.0, environment_retries=0)
    run = agentgym.rollout(f"Test/{kind}Hang-v0", "expert", tasks=3, concurrency=3, limits=limits)
    assert (run.played, run.failed) == (2, 1)
    failed = next(e for e in run if e.status.is_failure)
    assert failed.status == "environment_error" and failed.reward is None
    assert "did not return within 3 s" in failed.failure.message  # type: ignore[union-attr]


def test_a_broken_environment_is_retried_then_recorded() -> None:
    agentgym.register("Test/Broken-v0", "tests.rollout.guessers:Broken")
    run = agentgym.rollout("Test/Broken-v0", "expert", tasks=3, limits=Limits(backoff_seconds=0.001))
    assert (run.played, run.failed) == (2, 1)
    failure = next(e for e in run if e.status.is_failure).failure
    assert failure is not None
    assert (failure.kind, failure.where, failure.attempts) == ("ZeroDivisionError", "environment", 2)


def test_a_dead_worker_process_fails_its_episode_only() -> None:
    agentgym.register("Test/Dies-v0", "tests.rollout.guessers:Dies")
    run = agentgym.rollout("Test/Dies-v0", "expert", tasks=3, limits=Limits(environment_retries=0))
    assert (run.played, run.failed) == (2, 1)
    assert "process died" in next(e for e in run if e.status.is_failure).failure.message  # type: ignore[union-attr]


def test_blocking_environments_do_not_stall_the_loop() -> None:
    agentgym.register("Test/Slow-v0", "tests.rollout.guessers:Slow")
    clock = time.perf_counter()
    run = agentgym.rollout("Test/Slow-v0", "expert", concurrency=9)
    assert run.played == 9
    assert time.perf_counter() - clock < 9 * 0.2, "nine steps of 0.2 s ran side by side"


def test_cancelling_leaves_a_log_to_resume_from(run_folder: Path) -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(0.01)
        return "Action: guess[5]"

    async def main() -> None:
        task = asyncio.create_task(
            agentgym.arollout(GUESS, Scripted(slow), repeats=3, max_steps=3, concurrency=2, out=run_folder)
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


def test_ctrl_c_ends_cleanly(run_folder: Path) -> None:
    command = [sys.executable, "-m", "agentgym.cli.main", "rollout", "alfworld", "--policy", "mock"]
    command += ["--split", "train", "--repeats", "200", "--out", str(run_folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    _wait_for_episodes(run_folder, 5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130 and "goes on where this one stopped" in said
    assert all(e.reward is not None for e in read(run_folder))


def test_twenty_kills_resume_to_the_undisturbed_result(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    arguments = {"split": "train", "repeats": 4, "tasks": 300, "seed": 3}
    agentgym.rollout("AgentTune/ALFWorld-v0", "random", out=undisturbed, **arguments)
    program = (
        "import sys, agentgym\n"
        "agentgym.rollout('AgentTune/ALFWorld-v0', 'random', out=sys.argv[1], "
        "split='train', repeats=4, tasks=300, seed=3)"
    )
    rng, kills = random.Random(1), 0
    while kills < 20:
        before = _size(killed)
        process = subprocess.Popen([sys.executable, "-c", program, str(killed)])
        while _size(killed) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.uniform(0.0, 0.05))
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        kills += 1
    assert kills == 20, "the run was over before it was killed often enough: make it longer"
    with (killed / "episodes.jsonl").open("ab") as file:
        file.write(b'{"env_id": "torn')
    with pytest.warns(UserWarning, match="torn line"):
        agentgym.rollout("AgentTune/ALFWorld-v0", "random", out=killed, **arguments)
        assert content(killed) == content(undisturbed)
    assert len(list(read(killed))) == 1200, "no episode twice"


def _size(folder: Path) -> int:
    log = folder / "episodes.jsonl"
    return log.stat().st_size if log.exists() else 0


def _wait_for_episodes(folder: Path, count: int) -> None:
    for _ in range(3000):
        if (folder / "episodes.jsonl").exists() and (folder / "episodes.jsonl").read_bytes().count(
            b"\n"
        ) >= count:
            return
        time.sleep(0.01)
    raise AssertionError("the run wrote nothing within 30 s")


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


def test_wrong_arguments_end_the_run_with_a_clear_error(run_folder: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown environment 'webshp'.*Did you mean 'webshop'"):
        agentgym.rollout("webshp", "expert")
    with pytest.raises(UnknownNameError, match=r"Unknown policy 'exprt'.*Did you mean 'expert'"):
        agentgym.rollout(GUESS, "exprt")
    with pytest.raises(UnknownNameError, match="Unknown task"):
        agentgym.rollout(GUESS, "expert", tasks=["test-77"])
    for wrong, message in ((0, "at least 1"), ([], "nothing to run"), ("test-1", "list of task ids")):
        with pytest.raises(OptionError, match=message):
            agentgym.rollout(GUESS, "expert", tasks=wrong)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="concurrency must be at least 1"):
        agentgym.rollout(GUESS, "expert", concurrency=0)
    with pytest.raises(OptionError, match="step_seconds must be positive"):
        Limits(step_seconds=-1)
    run_folder.write_text("a file")
    with pytest.raises(OptionError, match="is a file; give a folder"):
        agentgym.rollout(GUESS, "expert", out=run_folder)


def test_two_runs_cannot_write_to_one_folder(run_folder: Path) -> None:
    from agentgym.trajectory import LogWriter

    with LogWriter(run_folder), pytest.raises(OptionError, match="Another process is writing"):
        agentgym.rollout(GUESS, "expert", out=run_folder)

"""What is left of a run is played, and nothing else."""

from __future__ import annotations

from pathlib import Path

import agentgym
from agentgym.engine.left import left
from agentgym.engine.rollout import prepare
from agentgym.errors import PolicyError
from agentgym.policy import Request
from agentgym.trajectory import index
from tests.engine.playing import GUESS, Scripted


def test_the_same_command_again_does_only_what_is_left(run_folder: Path) -> None:
    first = agentgym.rollout(GUESS, "random", tasks=4, out=run_folder)
    again = agentgym.rollout(GUESS, "random", tasks=4, out=run_folder)
    more = agentgym.rollout(GUESS, "random", repeats=2, out=run_folder)
    assert (first.played, again.played, again.resumed, more.resumed, more.played) == (4, 0, 4, 4, 14)
    assert again.mean_reward == first.mean_reward and more.scored == 18
    assert len({e.key for e in index(run_folder)}) == 18


def test_a_mended_failure_is_counted_as_failed_no_more(run_folder: Path) -> None:
    answers = {"bad": True}

    def answer(request: Request) -> str:
        if request.task_id == "test-3" and answers["bad"]:
            raise PolicyError("down")
        return f"Action: guess[{request.task_id[-1]}]"

    first = agentgym.rollout(GUESS, Scripted(answer), tasks=4, out=run_folder)
    assert (first.played, first.failed) == (3, 1)
    answers["bad"] = False
    mended = agentgym.rollout(GUESS, Scripted(answer), tasks=4, out=run_folder, retry_errors=True)
    assert (mended.resumed, mended.played, mended.failed) == (3, 1, 0)
    for retry in (False, True):
        again = agentgym.rollout(GUESS, Scripted(answer), tasks=4, out=run_folder, retry_errors=retry)
        assert (again.resumed, again.played, again.failed, again.complete) == (4, 0, 0, True)


def test_failures_are_not_played_again_unasked(run_folder: Path) -> None:
    def broken(request: Request) -> str:
        raise PolicyError("down")

    agentgym.rollout(GUESS, Scripted(broken), tasks=2, out=run_folder)
    spec = agentgym.RunSpec(env_id=GUESS, tasks=3, out=run_folder)
    plans = prepare(spec, Scripted(broken)).plans
    kept, all_again = (left(plans, run_folder, retry_errors=r) for r in (False, True))
    assert (len(kept.done), len(kept.failed), len(kept.plans)) == (0, 2, 1)
    assert (len(all_again.failed), len(all_again.plans)) == (2, 3)
    assert left(plans, run_folder / "nowhere", retry_errors=False).plans == plans


def test_a_failure_that_another_run_below_the_folder_has_mended_is_none(tmp_path: Path) -> None:
    def broken(request: Request) -> str:
        raise PolicyError("down")

    good = Scripted(lambda r: f"Action: guess[{r.task_id[-1]}]")
    agentgym.rollout(GUESS, Scripted(broken), tasks=2, out=tmp_path / "first")
    agentgym.rollout(GUESS, good, tasks=1, out=tmp_path / "second")
    plans = prepare(agentgym.RunSpec(env_id=GUESS, tasks=2, out=tmp_path), good).plans
    rest = left(plans, tmp_path, retry_errors=False)
    assert ([e.task_id for e in rest.done], len(rest.failed), rest.plans) == (["test-1"], 1, [])
    assert rest.failed == {plans[1].key}

"""Keys and seeds: what identifies an episode, and what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

import agentgym
from agentgym import Task, TaskSet
from agentgym.engine import Limits
from agentgym.profile import Profile
from agentgym.trajectory import index
from agentgym.trajectory.identity import episode_key, episode_seed, policy_id
from tests.contract.guess import Guess
from tests.engine.playing import GUESS


class Changing(Guess):
    """A guessing game whose tasks have a content that can change."""

    content: ClassVar[str] = "first"
    profiles: ClassVar[dict[str, Profile]] = {
        "default": Profile(name="default", shots=0, max_steps=7),
        "other": Profile(name="other", shots=0),
    }

    def __init__(self, *, level: int = 3, note: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        self.level = level
        self.note = note

    incidental = Guess.incidental | {"note"}

    def load_tasks(self) -> TaskSet:
        return TaskSet.of([Task(id="one", data=[1, self.content]), Task(id="two", data=[2, "always"])])

    def begin(self, task: Task) -> str:
        return "I think of a number."

    def perform(self, action: Any) -> Any:
        return agentgym.Outcome(observation="", reward=1.0, terminated=True)

    def gold(self, task: Task) -> Any:
        yield agentgym.Action(name="guess", arguments={"n": 1})


CHANGING = "Test/Changing-v0"
agentgym.register(CHANGING, "tests.trajectory.test_identity:Changing")


def test_seeds_depend_on_the_episode_alone() -> None:
    assert episode_seed(0, "a", 0) == episode_seed(0, "a", 0)
    assert len({episode_seed(s, t, r) for s in range(3) for t in "abc" for r in range(3)}) == 27
    assert all(0 <= episode_seed(s, "a", 0) < 2**31 for s in range(100))


def test_every_part_is_in_the_key() -> None:
    whole: dict[str, Any] = {
        "env_id": "e", "env_args": {"x": 1}, "task": "t", "task_hash": "h", "policy": "p", "repeat": 0, "seed": 0,
        "limits": {},
    }  # fmt: skip
    other: dict[str, Any] = {"env_args": {"x": 2}, "repeat": 1, "seed": 1, "limits": {"tokens": 1.0}}
    changed = [{**whole, k: other.get(k, "z")} for k in whole]
    assert len({episode_key(**w) for w in [whole, *changed]}) == 1 + len(whole)


def test_where_the_tasks_come_from_defines_an_episode(run_folder: Path, tmp_path: Path) -> None:
    agentgym.rollout(CHANGING, "expert", out=run_folder)
    first, again = (
        agentgym.rollout(CHANGING, "expert", out=run_folder, data=d) for d in (tmp_path, str(tmp_path))
    )
    assert (first.resumed, first.played, again.resumed) == (0, 2, 2)
    told = [e.env_args["data"] for e in agentgym.trajectory.read(run_folder)]
    assert told == ["embedded"] * 2 + [str(tmp_path)] * 2


def test_limits_that_score_are_in_the_key_and_those_that_fail_are_not(run_folder: Path) -> None:
    agentgym.rollout(CHANGING, "expert", out=run_folder)
    same = [
        Limits(wall_seconds=9),
        Limits(step_seconds=9),
        Limits(environment_retries=0),
        Limits(backoff_most=1),
    ]
    for limits in same:
        assert agentgym.rollout(CHANGING, "expert", out=run_folder, limits=limits).resumed == 2, limits
    for limits in (
        Limits(working_seconds=60),
        Limits(tokens=1000),
        Limits(cost=5),
        Limits(tokens=1000, cost=5),
    ):
        first, again = (agentgym.rollout(CHANGING, "expert", out=run_folder, limits=limits) for _ in range(2))
        assert (first.played, again.resumed) == (2, 2), limits
    told = [e.limits for e in agentgym.trajectory.read(run_folder)]
    assert told[:4] == [{}, {}, {"working_seconds": 60.0}, {"working_seconds": 60.0}]
    assert agentgym.rollout(CHANGING, "expert", out=run_folder, limits=Limits(cost=5.0)).resumed == 2


def test_arguments_are_resolved_however_they_are_spelled(run_folder: Path) -> None:
    agentgym.rollout(CHANGING, "expert", out=run_folder)
    spelled: list[dict[str, Any]] = [
        {"profile": "default"}, {"data": "embedded"}, {"split": "test"}, {"max_steps": 7}, {"level": 3},
        {"action_format": "react"}, {"kinds": None}, {"render_mode": "ansi"}, {"note": "hello"},
    ]  # fmt: skip
    for arguments in spelled:
        run = agentgym.rollout(CHANGING, "expert", out=run_folder, **arguments)
        assert (run.resumed, run.played) == (2, 0), arguments
    for arguments in ({"profile": "other"}, {"max_steps": 8}, {"level": 4}, {"action_format": "native"}):
        run = agentgym.rollout(CHANGING, "expert", out=run_folder, **arguments)
        assert (run.resumed, run.played) == (0, 2), arguments


def test_tasks_of_some_kinds_are_the_same_tasks(run_folder: Path) -> None:
    some = agentgym.rollout("webshop", "random", out=run_folder, kinds="grocery", tasks=3, max_steps=1)
    ids = [e.task_id for e in some]
    every = agentgym.rollout("webshop", "random", out=run_folder, tasks=ids, max_steps=1)
    assert (some.played, every.resumed, every.played) == (3, 3, 0)


def test_arguments_that_can_be_given_by_position_define_an_episode_too() -> None:
    class Levels(Guess):
        def __init__(self, level: int = 3, **arguments: Any) -> None:
            super().__init__(**arguments)
            self.level = level

    assert Levels().definition()["level"] == 3 and Levels(4).definition()["level"] == 4


def test_a_task_whose_content_changed_is_played_again(
    run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agentgym.rollout(CHANGING, "expert", out=run_folder)
    monkeypatch.setattr(Changing, "content", "second")
    run = agentgym.rollout(CHANGING, "expert", out=run_folder)
    assert (run.resumed, run.played) == (1, 1)
    assert len({e.key for e in index(run_folder)}) == 3


def test_the_log_says_what_was_played_so_that_it_can_be_made_again(run_folder: Path) -> None:
    agentgym.rollout(CHANGING, "expert", out=run_folder, tasks=1)
    (episode,) = agentgym.trajectory.read(run_folder)
    assert episode.env_args == {
        "action_format": "react", "data": "embedded", "level": 3, "max_steps": 7,
        "profile": "default", "split": "test",
    }  # fmt: skip
    assert agentgym.trajectory.replay(episode) is None


def test_a_policy_is_what_answers_and_not_where() -> None:
    ids = {
        spec: policy_id(agentgym.make_policy(spec))
        for spec in (
            "openai:m?temperature=0&base_url=http://127.0.0.1:1/v1",
            "openai:m?temperature=0&base_url=http://127.0.0.1:2/v1&timeout=3&connections=5",
            "openai:m?temperature=0&base_url=http://127.0.0.1:1/v1&name=Mine",
        )
    }
    assert len(set(ids.values())) == 1, ids
    others = {
        policy_id(agentgym.make_policy(s)) for s in ("openai:m", "openai:n", "openai:m?system=x", "expert")
    }
    assert len(others) == 4 and not others & set(ids.values())


def test_the_label_is_apart_from_the_spec(run_folder: Path) -> None:
    run = agentgym.rollout(GUESS, "mock?name=Canned", tasks=1, out=run_folder)
    (episode,) = agentgym.trajectory.read(run_folder)
    assert (run.policy, episode.policy, episode.policy_spec) == ("Canned", "Canned", "mock?name=Canned")
    again = agentgym.rollout(GUESS, "mock", tasks=1, out=run_folder)
    assert (again.resumed, again.played) == (1, 0), "another label is no other policy"


def test_every_call_is_a_line_of_runs(run_folder: Path) -> None:
    import msgspec

    agentgym.rollout(GUESS, "expert", tasks=1, out=run_folder)
    agentgym.rollout(GUESS, "expert", tasks=2, out=run_folder, concurrency=2)
    calls = [msgspec.json.decode(line) for line in (run_folder / "runs.jsonl").read_bytes().splitlines()]
    assert [c["tasks"] for c in calls] == [1, 2] and calls[1]["concurrency"] == 2
    assert calls[0]["policy_id"] == policy_id(agentgym.make_policy("expert"))

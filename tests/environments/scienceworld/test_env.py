"""The environment: profiles and their rules, arguments, ends, and a machine that is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

import agentgym
from agentgym.engine.limits import Limits
from agentgym.environments.scienceworld import env as module
from agentgym.environments.scienceworld import tasks
from agentgym.environments.scienceworld.env import ScienceWorldEnv
from agentgym.environments.scienceworld.world import java
from agentgym.environments.scienceworld.world.simulators import SIMULATORS
from agentgym.errors import AgentGymError, EnvironmentFailure, OptionError, UnavailableError, UnknownNameError
from agentgym.tasks import Task
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

ENV = "AgentTune/ScienceWorld-v0"
QUICK = "lifespan-longest-lived-0"


def make(**arguments: Any) -> ScienceWorldEnv:
    env = gym.make(ENV, **arguments).unwrapped
    assert isinstance(env, ScienceWorldEnv)
    return env


def test_arguments_are_checked_before_anything_is_started(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="openDoors"):
        make(simplification="openDors")
    with pytest.raises(OptionError, match="move_limit"):
        make(move_limit=0)
    with pytest.raises(OptionError, match="leave data away"):
        make(data=tmp_path)
    env = make(split="train")
    with pytest.raises(UnknownNameError, match="boil-2"):
        env.reset(options={"task": "boil-29"})
    for data, message in (
        ({"task": "boil", "variation": 30}, "30 variations"),
        ({"task": "fly", "variation": 0}, "fly"),
    ):
        with pytest.raises(AgentGymError, match=message):
            env.reset(options={"task": Task(id="mine", data=data)})
    assert env.kind_of("find-plant-3") == "find-plant"


def test_kinds_are_tasks() -> None:
    assert len(make(kinds="boil,melt", split="dev").tasks) == 14
    assert len(make(profile="paper").tasks) == 270


def test_a_machine_without_the_extra_is_told_before_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    real = java.importlib.util.find_spec
    monkeypatch.setattr(java.importlib.util, "find_spec", lambda n: None if n == "scienceworld" else real(n))
    assert "[scienceworld]" in ScienceWorldEnv.unavailable({})
    with pytest.raises(AgentGymError, match=r"\[scienceworld\]"):
        agentgym.rollout(ENV, "random", tasks=1)


@NEEDS_SIMULATOR
def test_the_default_asks_for_valid_actions_only_when_told_to() -> None:
    env = make(split="train")
    _, info = env.reset(options={"task": QUICK})
    assert info["admissible"] is None and "teleport to kitchen" in env.valid_actions()
    listed = make(split="train", list_actions=True)
    _, told = listed.reset(options={"task": QUICK})
    assert told["admissible"] == env.valid_actions()
    env.close()
    listed.close()


@NEEDS_SIMULATOR
def test_losing_the_task_scores_nothing_but_in_the_paper() -> None:
    wrong = ["teleport to kitchen", "focus on stove"]  # the task asks for an animal
    for profile, reward, score in (("default", 0.0, -100.0), ("package", 0.0, -100.0), ("paper", None, None)):
        env = make(profile=profile, split="train", action_format="native")
        env.reset(options={"task": QUICK})
        env.step(wrong[0])
        before = env.game.score if env.game else 0
        _, got, terminated, _, info = env.step(wrong[1])
        assert terminated and info["status"] == "completed"
        assert got == (before / 100 if reward is None else reward)
        assert info["metrics"]["score"] == (before if score is None else score)


@NEEDS_SIMULATOR
def test_the_move_limit_ends_a_game_with_what_was_reached() -> None:
    env = make(split="train", move_limit=3, action_format="native")
    env.reset(options={"task": QUICK})
    for command in (
        "look around",
        "teleport to kitchen",
        "teleport to outside",
        "look around",
        "teleport to kitchen",
    ):
        assert not env.step(command)[2], "three moves, and two looks, which take no time"
    _, reward, terminated, truncated, info = env.step("teleport to outside")
    assert terminated and not truncated and info["status"] == "task_limit" and info["metrics"]["moves"] == 4
    assert reward == info["metrics"]["score"] / 100


@NEEDS_SIMULATOR
def test_the_step_limit_scores_what_was_reached() -> None:
    env = make(split="train", max_steps=3)
    env.reset(options={"task": QUICK})
    for _ in range(3):
        _, reward, _, truncated, info = env.step(env.suggest("expert"))
    assert truncated and reward == info["metrics"]["score"] / 100 > 0


@NEEDS_SIMULATOR
def test_what_a_game_begins_with_is_scored_whatever_is_said() -> None:
    env = make(max_steps=1)
    for said in ("", "Action: yes", "Action: look around"):
        env.reset(options={"task": "lifespan-shortest-lived-110"})
        _, reward, _, truncated, info = env.step(said)
        assert truncated and (reward, info["metrics"]["score"]) == (0.5, 50.0), (
            "it begins outside, as it is told to be"
        )
    env.close()


@NEEDS_SIMULATOR
def test_the_papers_rules() -> None:
    env = make(profile="paper")
    task = next(i for i in env.tasks.ids if i.startswith("find-plant"))
    observation, info = env.reset(options={"task": task})
    assert "\n\t" not in observation and observation.endswith("bedroom.")
    assert len(info["messages"]) > 10
    assert env.step("Think: I look for a plant.")[0] == "OK."
    observation, _, _, _, info = env.step("Action: go over to the kitchen now")
    assert info["action"] == "go over to the kitchen now" and info["refused"], "taken for another one"
    assert observation
    _, _, terminated, _, info = env.step("Think: a")
    while not terminated:
        _, reward, terminated, _, info = env.step("Think: a")
    assert info["status"] == "repetition" and reward == info["metrics"]["score"] / 100
    assert info["metrics"]["repaired"] == 1.0


@NEEDS_SIMULATOR
def test_ten_failures_end_an_episode_of_the_paper() -> None:
    env = make(profile="paper")
    env.reset(options={"task": "boil-26"})
    status, steps = "running", 0
    while status == "running":
        _, _, _, _, info = env.step(f"Action: zzz{steps % 7} qqq{steps % 3}")
        status, steps = info["status"], steps + 1
    assert (status, steps) == ("invalid_action", 10)


@NEEDS_SIMULATOR
def test_a_machine_killed_in_an_episode_is_an_environment_error() -> None:
    env = make(split="train")
    env.reset(options={"task": QUICK})
    assert env.game is not None
    os.kill(env.game.slot.machine.pid, signal.SIGKILL)
    with pytest.raises(EnvironmentFailure, match="Java machine"):
        env.step("Action: look around")
    observation, _ = env.reset(options={"task": QUICK})
    assert "Your task" in observation, "the next episode gets a new machine"
    env.close()


@NEEDS_SIMULATOR
def test_a_run_goes_on_after_a_machine_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    victim = "lifespan-shortest-lived-0"
    killed: list[int] = []
    play = ScienceWorldEnv.perform

    def perform(self: ScienceWorldEnv, action: Any) -> Any:
        if self.task is not None and self.task.id == victim and self.game is not None:
            killed.append(self.game.slot.machine.pid)
            os.kill(killed[-1], signal.SIGKILL)
        return play(self, action)

    monkeypatch.setattr(module.ScienceWorldEnv, "perform", perform)
    chosen = [QUICK, victim, "find-non-living-thing-0"]
    run = agentgym.rollout(
        ENV, "expert", tasks=chosen, split="train", limits=Limits(environment_retries=0), concurrency=1
    )
    found = {e.task_id: e for e in run}
    assert killed and found[victim].status == "environment_error" and found[victim].reward is None
    assert [found[i].reward for i in (chosen[0], chosen[2])] == [1.0, 1.0]


@NEEDS_SIMULATOR
def test_a_slot_is_free_again_when_a_game_is_over() -> None:
    env = make(split="train")
    env.reset(options={"task": QUICK})
    busy = sum(m.busy for m in SIMULATORS.get().machines)
    terminated = False
    while not terminated:
        _, reward, terminated, _, _ = env.step(env.suggest("expert"))
    assert reward == 1.0 and sum(m.busy for m in SIMULATORS.get().machines) == busy - 1
    assert tasks.parts(QUICK)[0] == "lifespan-longest-lived"
    env.close()


def test_unavailable_is_empty_where_it_can_play() -> None:
    assert bool(ScienceWorldEnv.unavailable({})) is bool(java.missing())
    assert issubclass(UnavailableError, AgentGymError)

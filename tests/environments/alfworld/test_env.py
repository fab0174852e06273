"""The environment: profiles and their rules, arguments, broken files."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym
import pytest

import agentgym
from agentgym.environments.alfworld import tasks
from agentgym.environments.alfworld.authoring.game_files import write_game
from agentgym.environments.alfworld.env import ALFWorldEnv
from agentgym.environments.alfworld.official.logic import package_logic
from agentgym.errors import DataError, OptionError, UnknownNameError
from agentgym.trajectory.views import prompt
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD

ENV = "AgentTune/ALFWorld-v0"


def test_random_stays_low() -> None:
    run = agentgym.rollout(ENV, "random", split="test")
    assert run.mean_reward is not None and run.mean_reward < 0.05


def test_the_bleu_fallback_and_the_labels_of_the_profiles() -> None:
    env = gym.make(ENV, profile="paper")
    _, info = env.reset(seed=0)
    receptacle = next(a for a in info["admissible"] if a.startswith("go to")).removeprefix("go to ")
    _, _, _, _, info = env.step(f"I will go to the {receptacle}")
    assert info["action"] == f"go to {receptacle}" and info["mapped_from"]
    strict = gym.make(ENV, profile="agentbench")
    observation, _ = strict.reset(seed=0)
    assert " AVAILABLE ACTIONS: " in observation
    _, reward, terminated, _, info = strict.step("go to desk 1")
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_action")


def test_agentbench_strips_available_actions_from_older_turns() -> None:
    run = agentgym.rollout(ENV, "expert", tasks=1, profile="agentbench")
    episode = next(iter(run))
    for turn in range(len(episode.steps)):
        shown = ["AVAILABLE ACTIONS" in m["content"] for m in prompt(episode, turn).messages]
        assert shown[-1] and not any(shown[:-1])
    assert "AVAILABLE ACTIONS" in episode.steps[0].observation


def test_three_identical_outputs_fail_at_the_fourth_step() -> None:
    env = gym.make(ENV, profile="paper")
    env.reset(seed=0)
    ended = [env.step("ACTION: look")[2] for _ in range(3)]
    _, _, terminated, _, info = env.step("ACTION: look")
    assert ended == [False] * 3 and terminated and info["status"] == "repetition"


def test_broken_games_say_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "game.tw-pddl"
    for content, message in (
        ('{"pddl_domain": "', "is no game file.*cut off"),
        ('{"pddl_domain": "x"}', "is no game file.*grammar"),
        ('{"pddl_domain": "x", "grammar": "y", "pddl_problem": "z"}', 'no "Your task is to: …" sentence'),
        (
            '{"pddl_domain": "x", "grammar": "\\"Your task is to: a.\\"", "pddl_problem": "z"}',
            r"engine='fast' cannot play it.*textworld",
        ),
    ):
        broken.write_text(content)
        env = gym.make(ENV, data=broken)
        with pytest.raises(DataError, match=message):
            env.reset(seed=0)
            env.unwrapped.suggest("expert")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match="agentgym data alfworld get"):
        gym.make(ENV, data=empty).reset()


def test_wrong_arguments_say_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown engine 'quick'; known: fast, textworld"):
        gym.make(ENV, engine="quick")
    with pytest.raises(OptionError, match="agentgym data alfworld generate"):
        gym.make(ENV, engine="textworld")
    with pytest.raises(UnknownNameError, match=r"'pick'.*pick_and_place_simple"):
        gym.make(ENV, kinds="pick").reset()


def test_the_definition_says_all_that_was_played(tmp_path: Path) -> None:
    env = gym.make(ENV, kinds="look_at_obj_in_light", render_mode="ansi").unwrapped
    assert env.definition() == {
        "action_format": "react", "data": "embedded", "engine": "fast",
        "max_steps": 35, "profile": "paper", "split": "test",
    }  # fmt: skip
    assert ALFWorldEnv(data=tmp_path).definition()["data"] == str(tmp_path)


def test_official_is_the_folder_that_alfworld_data_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALFWORLD_DATA", str(tmp_path))
    assert gym.make(ENV, data="official").unwrapped.definition()["data"] == str(tmp_path)
    monkeypatch.delenv("ALFWORLD_DATA")
    with pytest.raises(DataError, match="ALFWORLD_DATA names, which is not set"):
        gym.make(ENV, data="official")


def test_textworld_gets_processes() -> None:
    assert ALFWorldEnv.execution_of({"engine": "textworld"}) == "process"
    assert ALFWorldEnv.execution_of({}) == "inline"


@pytest.mark.textworld
@pytest.mark.parametrize("profile", ["paper", "agentbench", "alfworld"])
def test_both_engines_play_the_same_episode(tmp_path: Path, profile: str) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    write_game(next(iter(tasks.blueprints("dev").values())), tmp_path, *package_logic())
    fast, textworld = (
        gym.make(ENV, data=tmp_path, engine=e, profile=profile).unwrapped for e in ("fast", "textworld")
    )
    assert fast.reset(seed=0) == textworld.reset(seed=0)
    terminated = False
    while not terminated:
        message = fast.suggest("expert")
        assert textworld.suggest("expert") == message
        turn = fast.step(message)
        assert textworld.step(message) == turn
        terminated = turn[2]
    assert turn[1] == 1.0 and turn[4]["metrics"]["success"] == 1.0
    textworld.close()


def test_a_game_that_is_not_won_says_so_at_the_limit() -> None:
    env = gym.make(ENV, max_steps=1)
    env.reset(seed=0)
    _, reward, terminated, truncated, info = env.step("ACTION: look")
    assert (reward, terminated, truncated, info["metrics"]["success"]) == (0.0, False, True, 0.0)


def test_a_command_that_is_not_possible_is_refused() -> None:
    env = gym.make(ENV, profile="alfworld")
    env.reset(seed=0)
    assert env.step("ACTION: fly")[4]["refused"] and not env.step("ACTION: look")[4]["refused"]


def test_the_instruction_and_the_example_are_in_the_games_wording() -> None:
    for profile, wording in (
        ("paper", "put OBJECT in/on RECEPTACLE"),
        ("alfworld", "move OBJECT to RECEPTACLE"),
    ):
        env = gym.make(ENV, profile=profile).unwrapped
        _, info = env.reset(seed=0)
        assert wording in info["messages"][0]["content"]
    assert not any("example" in m["content"] for m in info["messages"])  # the alfworld profile shows none

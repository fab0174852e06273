"""The environment: profiles and their rules, arguments, broken files."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym
import pytest

import agentgym
from agentgym.errors import DataError, OptionError, UnknownNameError

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
    shown = ["AVAILABLE ACTIONS" in m["content"] for m in episode.messages]
    assert not any(shown[:-1])
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

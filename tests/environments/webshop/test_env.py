"""The environment: its arguments, its modes."""

from __future__ import annotations

import gymnasium as gym
import pytest

from agentgym.errors import EpisodeError, OptionError, UnknownNameError

ENV = "AgentTune/WebShop-v0"


@pytest.mark.parametrize("mode", ["text", "text_rich", "html", "url"])
def test_observation_modes(mode: str) -> None:
    env = gym.make(ENV, observation_mode=mode, profile="original")
    env.reset(seed=1)
    for _ in range(3):
        observation, *_ = env.step(env.unwrapped.suggest("expert"))
    marks = {
        "text": "[SEP] Buy Now",
        "text_rich": "[button] Buy Now [button_]",
        "html": ">Buy Now<",
        "url": "/item_page/",
    }
    assert marks[mode] in observation


def test_arguments_that_are_not_accepted() -> None:
    with pytest.raises(UnknownNameError, match="Unknown observation mode 'txt'"):
        gym.make(ENV, observation_mode="txt")
    with pytest.raises(UnknownNameError, match=r"Unknown kind of goals 'humans'.*human"):
        gym.make(ENV, goals="humans")
    with pytest.raises(UnknownNameError, match=r"Unknown source of nouns 'spcy'.*spacy"):
        gym.make(ENV, nouns="spcy")
    with pytest.raises(OptionError, match="screenshots needs browser=True"):
        gym.make(ENV, screenshots="pictures")


def test_what_defines_an_episode() -> None:
    definition = gym.make(ENV, profile="original").unwrapped.definition()
    assert definition == {
        "action_format": "native", "browser": False, "data": "embedded", "goals": "human",
        "max_steps": 100, "nouns": "spacy", "observation_mode": "text", "price_seed": 0, "profile": "original",
        "show_attributes": False, "split": "test",
    }  # fmt: skip
    assert gym.make(ENV, goals="human").unwrapped.definition() == gym.make(ENV).unwrapped.definition()


def test_only_tasks_of_a_kind() -> None:
    env = gym.make(ENV, kinds="grocery,toys").unwrapped
    assert {task.kind for task in env.tasks} == {"grocery", "toys"}


def test_before_reset() -> None:
    env = gym.make(ENV).unwrapped
    with pytest.raises(EpisodeError, match="call reset"):
        env.admissible()
    with pytest.raises(OptionError, match="browser=True"):
        env.screenshot()


def test_the_final_reward_comes_with_its_parts() -> None:
    env = gym.make(ENV).unwrapped
    env.reset(seed=2)
    done = False
    while not done:
        _, reward, terminated, truncated, info = env.step(env.suggest("expert"))
        done = terminated or truncated
    assert reward == 1.0
    assert info["metrics"] | {"steps": 0.0} == {
        "steps": 0.0, "success": 1.0, "r_type": 1.0, "r_att": 1.0, "r_option": 1.0, "r_price": 1.0,
    }  # fmt: skip

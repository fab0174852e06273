"""Arguments of environments: resolved, checked, told."""

from __future__ import annotations

import gymnasium as gym
import pytest

from agentgym.errors import DataError, EpisodeError, OptionError, UnknownNameError


def test_errors_of_the_caller_are_clear() -> None:
    with pytest.raises(gym.error.NameNotFound, match="WebShop"):
        gym.make("AgentTune/WebShp-v0")
    for arguments, message in (
        (
            {"split": "tets"},
            r"Unknown split of Guess 'tets'; known: train, dev, test\. Did you mean 'test'\?",
        ),
        ({"profile": "papr"}, "Unknown profile of Guess 'papr'"),
        ({"action_format": "recat"}, r"Unknown action format 'recat'.*Did you mean 'react'"),
    ):
        with pytest.raises(UnknownNameError, match=message):
            gym.make("Test/Guess-v0", **arguments)
    with pytest.raises(DataError, match=r"there is no such file or folder.*data='embedded'"):
        gym.make("Test/Guess-v0", data="/no/such/place")
    with pytest.raises(OptionError, match="max_steps must be at least 1, got 0"):
        gym.make("Test/Guess-v0", max_steps=0)
    env = gym.make("Test/Guess-v0")
    with pytest.raises(EpisodeError, match=r"before reset\(\): call reset\(\) first"):
        env.step("Action: guess[1]")
    with pytest.raises(UnknownNameError, match=r"Unknown task .*'test-33'.*Did you mean 'test-3'"):
        env.reset(options={"task": "test-33"})
    with pytest.raises(OptionError, match="there is no task number 99"):
        env.reset(options={"task": 99})
    with pytest.raises(OptionError, match=r"knows the option 'task' only, got \['taks'\]"):
        env.reset(options={"taks": 1})
    env.reset(options={"task": "test-1"})
    with pytest.raises(OptionError, match="got int: 5"):
        env.step(5)  # type: ignore[arg-type]
    env.step("Action: guess[1]")
    with pytest.raises(EpisodeError, match=r"over \(status completed\)"):
        env.step("Action: guess[1]")

"""Copies of environments."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import gymnasium
import pytest

import agentgym  # noqa: F401

COPIES: dict[str, Callable[[Any], Any]] = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda env: pickle.loads(pickle.dumps(env)),
}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("name", ["ALFWorld", "WebShop", "KG", "DB"])
def test_a_copy_goes_on_as_the_original_does(name: str, how: str) -> None:
    env = gymnasium.make(f"AgentTune/{name}-v0").unwrapped
    env.reset(seed=5)
    env.step(env.suggest("expert"))
    other = COPIES[how](env)
    assert other is not env and other.steps == env.steps == 1
    for _ in range(2):
        if env.status != "running":
            break
        action = env.suggest("expert")
        assert other.suggest("expert") == action
        assert other.step(action) == env.step(action)
    other.close()
    env.close()


def test_an_episode_without_a_seed_is_copied_too() -> None:
    env = gymnasium.make("AgentTune/WebShop-v0")
    env.reset(seed=1)
    env.reset()
    other = pickle.loads(pickle.dumps(env))
    assert other.unwrapped.task.id == env.unwrapped.task.id
    assert other.reset()[1]["task_id"] == env.reset()[1]["task_id"]
    assert other.spec == env.spec

"""The one-shot example, in every action format."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import pytest

from agentgym.environments.operating_system.demonstration import DEMONSTRATION
from tests.environments.operating_system.playing import ENV


@pytest.mark.parametrize("name", ["react", "tools", "native"])
def test_every_turn_is_read_back_as_what_it_shows(name: str) -> None:
    env: Any = gym.make(ENV, action_format=name).unwrapped
    for _, action in DEMONSTRATION:
        read = env.format.parse(env.format.render(action))
        assert (read.name, read.arguments) == (action.name, action.arguments)
    assert DEMONSTRATION[-1][1].name == "answer_action"

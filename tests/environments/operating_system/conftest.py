"""An environment that the tests of a file share."""

from __future__ import annotations

from collections.abc import Iterator

import gymnasium as gym
import pytest

from agentgym.environments.operating_system.env import OSEnv
from tests.environments.operating_system.playing import ENV


@pytest.fixture(scope="module")
def env() -> Iterator[OSEnv]:
    made = gym.make(ENV, split="train").unwrapped
    assert isinstance(made, OSEnv)
    yield made
    made.close()

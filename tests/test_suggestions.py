"""What an environment suggests: the expert, and random actions."""

from __future__ import annotations

import gymnasium as gym
import numpy as np


def test_random_wishes_do_not_move_the_environments_generator() -> None:
    env = gym.make("Test/Guess-v0").unwrapped
    env.reset(seed=4)
    before = env.np_random.bit_generator.state
    env.suggest("random")
    assert env.np_random.bit_generator.state == before
    assert isinstance(env.np_random, np.random.Generator)

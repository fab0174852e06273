"""What an environment suggests: the expert, and random actions."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
import numpy as np

from agentgym.actions import Action
from tests.contract.guess import Guess


def test_random_wishes_do_not_move_the_environments_generator() -> None:
    env = gym.make("Test/Guess-v0").unwrapped
    env.reset(seed=4)
    before = env.np_random.bit_generator.state
    env.suggest("random")
    assert env.np_random.bit_generator.state == before
    assert isinstance(env.np_random, np.random.Generator)


class Counting(Guess):
    """Its expert counts up."""

    def gold(self, task: Any) -> Any:
        for n in range(1, 10):
            yield Action(name="guess", arguments={"n": n})


def test_the_expert_says_the_same_as_often_as_it_is_asked_at_a_turn() -> None:
    env = Counting()
    env.reset(seed=0, options={"task": "test-9"})
    assert [env.suggest("expert") for _ in range(3)] == ["Action: guess[1]"] * 3
    env.step("Action: guess[1]")
    assert [env.suggest("expert") for _ in range(2)] == ["Action: guess[2]"] * 2
    env.step("Action: guess[7]")
    assert env.suggest("expert") == "Action: guess[1]", "after another action it plans anew"
    env.reset(seed=0, options={"task": "test-9"})
    assert env.suggest("expert") == "Action: guess[1]"


def test_random_messages_follow_the_seed() -> None:
    def drawn(seed: int | None) -> list[str]:
        env = Guess()
        env.reset(seed=seed, options={"task": "test-9"})
        return [env.suggest("random") for _ in range(8)]

    assert drawn(1) == drawn(1) and len({str(drawn(seed)) for seed in range(5)}) == 5

"""The solved example is written in the profile's own form."""

from __future__ import annotations

import gymnasium as gym
import pytest

from agentgym.environments.webshop.demonstration import DEMONSTRATION

ENV = "AgentTune/WebShop-v0"


@pytest.mark.parametrize("profile", ["paper", "agentbench"])
def test_the_demonstration_can_be_parsed(profile: str) -> None:
    env = gym.make(ENV, profile=profile).unwrapped
    _, info = env.reset(seed=0)
    answers = [m["content"] for m in info["messages"] if m["role"] == "assistant"]
    parsed = [env.format.parse(answer) for answer in answers[-len(DEMONSTRATION) :]]
    assert [(a.name, a.arguments) for a in parsed] == [(a.name, a.arguments) for _, a in DEMONSTRATION]


def test_a_clickable_value_is_on_the_page_it_is_clicked_on() -> None:
    for page, action in DEMONSTRATION[1:]:
        assert action.arguments["value"] in page.lower()

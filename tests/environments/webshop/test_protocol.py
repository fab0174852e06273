"""What each profile reads as an action."""

from __future__ import annotations

import gymnasium as gym

ENV = "AgentTune/WebShop-v0"


def test_the_formats_of_the_profiles() -> None:
    paper = gym.make(ENV, profile="paper")
    paper.reset(seed=1)
    _, reward_, terminated, _, info = paper.step("Thought: x\n\nAction: search[hat]")
    assert (reward_, terminated, info["status"]) == (0.0, True, "invalid_format"), "the newline is required"
    relaxed = gym.make(ENV, profile="agentbench")
    relaxed.reset(seed=1)
    observation, _, terminated, _, _ = relaxed.step("Thought: x\n\nAction: search[hat]")
    assert not terminated and "Back to Search" in observation
    original = gym.make(ENV, profile="original")
    before, _ = original.reset(seed=1)
    assert original.step("think about it")[0] == before, "what is no action does nothing"

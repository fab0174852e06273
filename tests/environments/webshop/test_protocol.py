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


def test_brackets_within_an_action_do_nothing_as_in_the_original() -> None:
    for profile in ("paper", "agentbench"):
        env = gym.make(ENV, profile=profile)
        before, _ = env.reset(seed=1)
        for text in ("search[jacket [blue]]", "search[jacket [blue] large]", "click[a [search]]"):
            after, _, terminated, _, info = env.step(f"Thought:\nx\n\nAction:\n{text}")
            assert not terminated and info["status"] == "running"
            assert after == before

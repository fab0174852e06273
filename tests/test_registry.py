"""Environments and policies by name."""

from __future__ import annotations

import gymnasium as gym


def test_make_needs_no_import_of_the_package() -> None:
    env = gym.make("agentgym:AgentTune/WebShop-v0")
    assert env.unwrapped.group == "held-in"

"""Environments for tests, and how their episodes are played."""

from __future__ import annotations

from typing import Any

import gymnasium

import agentgym  # noqa: F401
from agentgym.environments.rewoo.env import ReWOOEnv
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.tasks import Task


def made(**arguments: Any) -> ReWOOEnv:
    """Return an environment."""
    env = gymnasium.make("AgentTune/ReWOO-v0", **arguments).unwrapped
    assert isinstance(env, ReWOOEnv)
    return env


def problem(**fields: Any) -> Problem:
    """Return a problem about countries with all tools."""
    default: dict[str, Any] = {
        "question": "What is the capital of the country of Aachen?",
        "answer": "Berlin",
        "label": "text",
        "tools": ("Wikipedia", "LLM", "Calculator"),
        "examples": "multihop",
    }
    return Problem(**(default | fields))


def begin(env: ReWOOEnv, given: Problem | None = None) -> str:
    """Begin an episode of a problem; return what the planner is asked."""
    observation, info = env.reset(options={"task": Task(id="t", data=given or problem())})
    assert info["messages"] == []
    return observation


def play(env: ReWOOEnv, task: str) -> tuple[float, dict[str, Any]]:
    """Follow the expert; return the reward and the last ``info``."""
    env.reset(seed=0, options={"task": task})
    while True:
        _, reward, terminated, truncated, info = env.step(env.suggest("expert"))
        if terminated or truncated:
            return reward, info

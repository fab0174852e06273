"""Reward and metrics: 1 when the goal is reached, else 0, and ``success`` the same."""

from __future__ import annotations

from agentgym.outcome import Outcome


def won(observation: str) -> Outcome:
    """Return the end of a game whose goal is reached."""
    return Outcome(observation=observation, reward=1.0, terminated=True, metrics={"success": 1.0})


def not_won(observation: str) -> Outcome:
    """Return the outcome at the step limit."""
    return Outcome(observation=observation, metrics={"success": 0.0})

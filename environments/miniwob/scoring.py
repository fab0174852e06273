"""Reward and metrics: the page's own reward, without what it takes off for time."""

from __future__ import annotations


def reward(raw: float, *, any_reward: bool) -> float:
    """Return the reward of a finished episode.

    Args:
        raw: what the page gave, in [-1, 1].
        any_reward: all above 0 is 1.
    """
    if any_reward:
        return float(raw > 0)
    return min(1.0, max(0.0, raw))


def metrics(raw: float, *, any_reward: bool) -> dict[str, float]:
    """Return the metrics of a finished episode; ``success_any`` counts every raw reward above 0."""
    return {
        "success": float(raw > 0 if any_reward else raw >= 1),
        "success_any": float(raw > 0),
        "raw_reward": float(raw),
    }

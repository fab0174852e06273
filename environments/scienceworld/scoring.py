"""Reward and metrics: the simulator's score, and the mean of task means that published numbers are."""

from __future__ import annotations

import statistics
from collections.abc import Iterable


def reward(score: int) -> float:
    """Return the reward of a final score: its share of 100, 0 where the task was lost."""
    return max(0, min(score, 100)) / 100


def metrics(score: int, moves: int) -> dict[str, float]:
    """Return the metrics of a finished game; ``score`` is the simulator's own, -100 where the task was lost."""
    return {"score": float(score), "success": float(score >= 100), "moves": float(moves)}


def mean_of_task_means(scored: Iterable[tuple[str, float]]) -> float:
    """Return the mean over tasks of the mean score of their episodes, as the paper reports it.

    Args:
        scored: task and score of each episode.
    """
    by_task: dict[str, list[float]] = {}
    for task, score in scored:
        by_task.setdefault(task, []).append(score)
    return statistics.fmean(map(statistics.fmean, by_task.values())) if by_task else 0.0

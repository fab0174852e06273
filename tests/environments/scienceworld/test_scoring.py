"""Reward, metrics, and the mean of task means."""

from __future__ import annotations

import pytest

from agentgym.environments.scienceworld import scoring


def test_the_reward_is_a_share_of_100() -> None:
    assert [scoring.reward(s) for s in (100, 33, 0, -100)] == [1.0, 0.33, 0.0, 0.0]


def test_metrics_keep_the_simulators_score() -> None:
    assert scoring.metrics(-100, 7) == {"score": -100.0, "success": 0.0, "moves": 7.0}
    assert scoring.metrics(100, 9)["success"] == 1.0


def test_every_task_counts_the_same_in_the_mean() -> None:
    scored = [("boil", 1.0), ("boil", 0.0), ("boil", 0.5), ("melt", 0.1)]
    assert scoring.mean_of_task_means(scored) == pytest.approx((0.5 + 0.1) / 2)
    assert scoring.mean_of_task_means([]) == 0.0

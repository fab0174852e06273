"""Reward and metrics."""

from __future__ import annotations

import pytest

from agentgym.environments.miniwob.scoring import metrics, reward


@pytest.mark.parametrize(
    ("raw", "strict", "lenient"), [(1, 1, 1), (0.5, 0.5, 1), (0, 0, 0), (-0.5, 0, 0), (-1, 0, 0)]
)
def test_rewards(raw: float, strict: float, lenient: float) -> None:
    assert reward(raw, any_reward=False) == strict
    assert reward(raw, any_reward=True) == lenient


def test_a_half_is_a_success_by_the_papers_rule_alone() -> None:
    assert metrics(0.5, any_reward=False) == {"success": 0.0, "success_any": 1.0, "raw_reward": 0.5}
    assert metrics(0.5, any_reward=True)["success"] == 1.0
    assert metrics(1.0, any_reward=False)["success"] == 1.0

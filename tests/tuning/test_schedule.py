"""The learning rate of each step."""

from __future__ import annotations

import pytest

from agentgym.tuning.config import OptimizerConfig
from agentgym.tuning.schedule import learning_rate, warmup_steps


def test_warm_up_and_cosine() -> None:
    config = OptimizerConfig(lr=1.0, warmup=0.02)
    rates = [learning_rate(config, s, 1000) for s in range(1000)]
    assert warmup_steps(config, 1000) == 20
    assert rates[0] == pytest.approx(1 / 20) and rates[19] == 1.0
    assert rates[20] == 1.0 and rates[20 + 490] == pytest.approx(0.5)
    assert rates[-1] < 1e-5 and rates[19:] == sorted(rates[19:], reverse=True)


def test_the_others() -> None:
    line = OptimizerConfig(lr=2.0, schedule="linear", warmup=0.0, floor=0.5)
    assert [learning_rate(line, s, 4) for s in range(4)] == [2.0, 1.75, 1.5, 1.25]
    flat = OptimizerConfig(lr=2.0, schedule="constant", warmup=0.5)
    assert [learning_rate(flat, s, 4) for s in range(4)] == [1.0, 2.0, 2.0, 2.0]


def test_a_short_training_warms_up_for_a_step() -> None:
    assert warmup_steps(OptimizerConfig(warmup=0.02), 10) == 1
    assert learning_rate(OptimizerConfig(lr=1.0, warmup=0.02), 0, 10) == 1.0

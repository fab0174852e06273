"""The learning rate of each step."""

from __future__ import annotations

import math

from agentgym.tuning.config import OptimizerConfig


def warmup_steps(config: OptimizerConfig, steps: int) -> int:
    """Return how many steps the rate rises in: the share, rounded, and one at least where there is a warm-up."""
    return max(1, round(config.warmup * steps)) if config.warmup > 0 else 0


def learning_rate(config: OptimizerConfig, step: int, steps: int) -> float:
    """Return the rate of a step.

    The rate rises linearly over the warm-up and reaches ``lr`` with its last step; after it, it falls from ``lr`` and
    would reach ``floor * lr`` one step behind the last.

    Args:
        config: rate and schedule.
        step: from 0.
        steps: of the training.
    """
    rising = warmup_steps(config, steps)
    if step < rising:
        return config.lr * (step + 1) / rising
    if config.schedule == "constant":
        return config.lr
    gone = (step - rising) / max(1, steps - rising)
    left = 0.5 * (1 + math.cos(math.pi * gone)) if config.schedule == "cosine" else 1 - gone
    return config.lr * (config.floor + (1 - config.floor) * left)

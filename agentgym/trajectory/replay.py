"""Replaying logged episodes, without a model."""

from __future__ import annotations

from typing import Any

import gymnasium
import msgspec

from agentgym import registry
from agentgym.trajectory.episode import Episode


class Difference(msgspec.Struct, frozen=True):
    """The first place where a replayed episode differs from the log (``step`` -1: the first observation)."""

    step: int
    what: str
    logged: Any
    replayed: Any

    def __str__(self) -> str:
        return f"step {self.step}: {self.what} was {self.logged!r:.200}, is {self.replayed!r:.200}"


def replay(episode: Episode, env: gymnasium.Env[str, str] | None = None) -> Difference | None:
    """Play the logged outputs in the environment; return the first difference, ``None`` if there is none.

    Args:
        episode: a scored episode.
        env: the environment to use again; made from the episode's id and arguments if not given.
    """
    made = registry.make(episode.env_id, episode.env_args) if env is None else env
    try:
        return _compare(episode, made)
    finally:
        if env is None:
            made.close()


def _compare(episode: Episode, env: gymnasium.Env[str, str]) -> Difference | None:
    observation, _ = env.reset(seed=episode.seed, options={"task": episode.task_id})
    if observation != episode.observation:
        return Difference(-1, "observation", episode.observation, observation)
    for number, step in enumerate(episode.steps):
        observation, reward, terminated, truncated, _ = env.step(step.output)
        for what, logged, now in (
            ("observation", step.observation, observation),
            ("reward", step.reward, float(reward)),
            ("terminated", step.terminated, terminated),
            ("truncated", step.truncated, truncated),
        ):
            if logged != now:
                return Difference(number, what, logged, now)
    return None

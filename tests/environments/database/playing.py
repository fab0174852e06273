"""What the tests of the database play with."""

from __future__ import annotations

from typing import Any

import gymnasium as gym

from agentgym.environments.database import tasks

ENV = "AgentTune/DB-v0"
SELECT = "Action: Operation\n```sql\nSELECT 1\n```"


def task_of(kind: str, split: str = "test") -> str:
    """Return the first task of a kind."""
    return next(i for i, p in tasks.problems(None, split).items() if p.kind == kind)


def begun(kind: str = "counting", **arguments: Any) -> Any:
    """Return an environment in which the first task of a kind has begun."""
    env = gym.make(ENV, **arguments).unwrapped
    env.reset(seed=0, options={"task": task_of(kind)})
    return env

"""The description of a run: everything that says what is played and how, in one place.

``agentgym.rollout``, ``agentgym rollout``, ``agentgym eval`` and the benchmark runner all make one of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import msgspec

from agentgym.engine.cache import CacheMode
from agentgym.engine.limits import Limits
from agentgym.errors import OptionError
from agentgym.tasks import Task, TaskSet

Tasks = int | Sequence[str] | Sequence[Task] | TaskSet | None
"""How many tasks, which ones, or (``None``) the whole split."""


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A run: one policy over the tasks of one environment.

    Attributes:
        env_id: Gymnasium id, or a short name (``webshop``).
        policy: spec of the policy (``expert``, ``openai:gpt-4?temperature=0``).
        env_args: arguments of ``gymnasium.make`` (``data``, ``split``, ``profile``, ``action_format`` …).
        tasks: how many, which ids, or ``None`` for the whole split.
        repeats: episodes per task, each with a seed of its own.
        seed: seed of the run; an episode's seed follows from it, the task and the repeat alone.
        concurrency: episodes at once.
        out: run folder; without one the episodes are kept in memory (``run.kept``).
        limits: what an episode may take, and how often what failed is tried again.
        retry_errors: run the episodes again that the machinery failed in an earlier run.
        cache: ``off``; ``read``: calls that the cache of calls has an answer to are not made; ``write``: new
            answers are kept in it as well.

    Raises:
        OptionError: a number below 1, or an unknown cache mode.
    """

    env_id: str
    policy: str = ""
    env_args: Mapping[str, Any] = {}
    tasks: Tasks = None
    repeats: int = 1
    seed: int = 0
    concurrency: int = 16
    out: Path | None = None
    limits: Limits = Limits()
    retry_errors: bool = False
    cache: CacheMode = "off"

    def __post_init__(self) -> None:
        for name in ("repeats", "concurrency"):
            value = getattr(self, name)
            if value < 1:
                raise OptionError(f"{name} must be at least 1, got {value}.")
        if self.cache not in ("off", "read", "write"):
            raise OptionError(f"cache must be one of off, read, write; got {self.cache!r}.")

    @classmethod
    def of(cls, env_id: str, policy: str, settings: Mapping[str, Any]) -> RunSpec:
        """Make it of keyword arguments: what is no field is an argument of the environment."""
        own = {k: v for k, v in settings.items() if k in _SETTINGS}
        if isinstance(out := own.get("out"), (str, PathLike)):
            own["out"] = Path(out)
        env_args = {**own.pop("env_args", {}), **{k: v for k, v in settings.items() if k not in _SETTINGS}}
        return cls(env_id=env_id, policy=policy, env_args=env_args, **own)


_SETTINGS = frozenset(RunSpec.__struct_fields__) - {"env_id", "policy"}

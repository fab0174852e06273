"""The plan of a run: which episodes, each with a key and a seed that depend on nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from agentgym.errors import OptionError
from agentgym.tasks import Task, TaskSet

Tasks = int | Sequence[str] | Sequence[Task] | TaskSet | None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One episode that is to be run."""

    env_id: str
    env_args: dict[str, Any]
    policy: str
    task: str
    repeat: int
    seed: int
    key: str


def expand(
    env_id: str,
    env_args: Mapping[str, Any],
    policy: str,
    tasks: Sequence[str],
    *,
    repeats: int = 1,
    seed: int = 0,
) -> Iterator[Plan]:
    """Yield the episodes of a run, repeat by repeat, lazily."""
    if repeats < 1:
        raise OptionError(f"repeats must be at least 1, got {repeats}.")
    arguments = {
        k: v if isinstance(v, (str, int, float, bool, type(None))) else str(v) for k, v in env_args.items()
    }
    for repeat in range(repeats):
        for task in tasks:
            yield Plan(
                env_id=env_id,
                env_args=arguments,
                policy=policy,
                task=task,
                repeat=repeat,
                seed=episode_seed(seed, task, repeat),
                key=episode_key(env_id, arguments, policy, task, repeat, seed),
            )


def episode_seed(seed: int, task: str, repeat: int) -> int:
    """Return the seed of an episode, 31 bits: the same whatever else runs beside it."""
    return int.from_bytes(_digest([seed, task, repeat])[:4], "big") >> 1


def episode_key(
    env_id: str, env_args: Mapping[str, Any], policy: str, task: str, repeat: int, seed: int
) -> str:
    """Return the sixteen hex digits that a resume compares and links point to."""
    return _digest([env_id, dict(env_args), policy, task, repeat, seed]).hex()[:16]


def choose_tasks(available: TaskSet, tasks: Tasks) -> list[str]:
    """Return the ids of the tasks to run: all, the first ``tasks``, or those named.

    Raises:
        OptionError: a count below 1, or an empty list.
        UnknownNameError: a task that the split does not have.
    """
    if tasks is None:
        return list(available.ids)
    if isinstance(tasks, (bool, str)):
        raise OptionError(f"tasks is a count, a list of task ids or None; got {tasks!r}.")
    if isinstance(tasks, int):
        if tasks < 1:
            raise OptionError(f"tasks must be at least 1, got {tasks}.")
        return list(available.ids[:tasks])
    named = tasks.ids if isinstance(tasks, TaskSet) else tasks
    ids = [t.id if isinstance(t, Task) else t for t in named]
    if not ids:
        raise OptionError("tasks is an empty list: there is nothing to run.")
    known = set(available.ids)
    for task in ids:
        if task not in known:
            available[task]  # raises, with the nearest id
    return ids


def _digest(value: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).digest()

"""The plan of a run: which episodes, each with a key and a seed that depend on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from agentgym.engine.run import Tasks
from agentgym.errors import OptionError
from agentgym.tasks import Task, TaskSet
from agentgym.trajectory.identity import episode_key, episode_seed


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One episode that is to be run; the attributes are those of :class:`~agentgym.trajectory.Episode`."""

    env_id: str
    env_args: dict[str, Any]
    policy: str
    policy_spec: str
    policy_id: str
    task: str
    task_hash: str
    repeat: int
    seed: int
    limits: dict[str, float]
    key: str


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What all episodes of a run have in common: environment, its definition, policy, and limits that score."""

    env_id: str
    env_args: dict[str, Any]
    policy: str
    policy_spec: str
    policy_id: str
    limits: dict[str, float]


def expand(played: Played, tasks: Mapping[str, str], *, repeats: int, seed: int) -> Iterator[Plan]:
    """Yield the episodes of a run, repeat by repeat.

    Args:
        played: environment and policy.
        tasks: content hashes by the ids of the tasks.
        repeats: episodes per task.
        seed: seed of the run.
    """
    common = msgspec.structs.asdict(played)
    for repeat in range(repeats):
        for task, task_hash in tasks.items():
            own = episode_seed(seed, task, repeat)
            key = episode_key(
                env_id=played.env_id, env_args=played.env_args, task=task, task_hash=task_hash,
                policy=played.policy_id, repeat=repeat, seed=own, limits=played.limits,
            )  # fmt: skip
            yield Plan(**common, task=task, task_hash=task_hash, repeat=repeat, seed=own, key=key)


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
    named: Sequence[str | Task] = tasks.ids if isinstance(tasks, TaskSet) else tasks
    ids = [t.id if isinstance(t, Task) else t for t in named]
    if not ids:
        raise OptionError("tasks is an empty list: there is nothing to run.")
    known = set(available.ids)
    for task in ids:
        if task not in known:
            available[task]  # raises, with the nearest id
    return ids

"""The task sets: every variation of the thirty tasks, listed without the simulator, and the paper's episodes."""

from __future__ import annotations

import random
from collections.abc import Iterator

from agentgym.arguments import known
from agentgym.errors import OptionError
from agentgym.tasks import Task, TaskSet

VARIATIONS: dict[str, int] = {
    "boil": 30,
    "change-the-state-of-matter-of": 30,
    "chemistry-mix": 32,
    "chemistry-mix-paint-secondary-color": 36,
    "chemistry-mix-paint-tertiary-color": 36,
    "find-animal": 300,
    "find-living-thing": 300,
    "find-non-living-thing": 300,
    "find-plant": 300,
    "freeze": 30,
    "grow-fruit": 126,
    "grow-plant": 126,
    "identify-life-stages-1": 14,
    "identify-life-stages-2": 10,
    "inclined-plane-determine-angle": 168,
    "inclined-plane-friction-named-surfaces": 1386,
    "inclined-plane-friction-unnamed-surfaces": 162,
    "lifespan-longest-lived": 125,
    "lifespan-longest-lived-then-shortest-lived": 125,
    "lifespan-shortest-lived": 125,
    "measure-melting-point-known-substance": 436,
    "measure-melting-point-unknown-substance": 300,
    "melt": 30,
    "mendelian-genetics-known-plant": 120,
    "mendelian-genetics-unknown-plant": 480,
    "power-component": 20,
    "power-component-renewable-vs-nonrenewable-energy": 20,
    "test-conductivity": 900,
    "test-conductivity-of-unknown-substances": 600,
    "use-thermometer": 540,
}
"""Variations of each task, in the simulator's order, which is that of AgentTuning's task numbers."""

_EPISODES = 10
_FEWER = {15: 9, 25: 5}
"""Task numbers of which AgentTuning plays fewer variations than ten."""


def variations(name: str, split: str) -> range:
    """Return the variations of a task that belong to a split: a half, a quarter, and what is left."""
    count = VARIATIONS[name]
    quarter = count // 4
    bounds = {"train": (0, 2 * quarter), "dev": (2 * quarter, 3 * quarter), "test": (3 * quarter, count)}
    return range(*bounds[split])


def protocol_variations(name: str) -> list[int]:
    """Return the test variations of a task that AgentTuning plays, in its order: 270 over all tasks."""
    chosen = list(variations(name, "test"))
    random.Random(1).shuffle(chosen)
    return chosen[: _FEWER.get(list(VARIATIONS).index(name), _EPISODES)]


def load(split: str, *, episodes: bool) -> TaskSet:
    """Return the tasks of a split; the first ones are of different kinds.

    Args:
        split: ``train``, ``dev`` or ``test``.
        episodes: of the test split, only the paper's 270, task by task.
    """
    if episodes and split == "test":
        ids = [task_id(name, v) for name in VARIATIONS for v in protocol_variations(name)]
        return TaskSet(ids, lambda i: _task(i, split), name="ScienceWorld (the paper's episodes)")
    return TaskSet(list(_in_turn(split)), lambda i: _task(i, split), name=f"ScienceWorld ({split})")


def task_id(name: str, variation: int) -> str:
    """Return the id of a variation."""
    return f"{name}-{variation}"


def parts(task_id: str) -> tuple[str, int]:
    """Return the task and the variation of an id."""
    name, _, variation = task_id.rpartition("-")
    return name, int(variation)


def check(name: str, variation: int) -> None:
    """See that there is such a variation: the simulator plays another one where there is not.

    Raises:
        UnknownNameError: there is no such task.
        OptionError: the task has no such variation.
    """
    count = VARIATIONS[known("task of ScienceWorld", name, VARIATIONS)]
    if not 0 <= variation < count:
        raise OptionError(f"{name} has {count} variations, from 0 on; there is no number {variation}.")


def _in_turn(split: str) -> Iterator[str]:
    ranges = {name: variations(name, split) for name in VARIATIONS}
    for place in range(max(map(len, ranges.values()))):
        yield from (task_id(name, r[place]) for name, r in ranges.items() if place < len(r))


def _task(task_id: str, split: str) -> Task:
    name, variation = parts(task_id)
    return Task(id=task_id, data={"task": name, "variation": variation}, split=split, kind=name)

"""The tasks that ship with the package: made by :mod:`.templates` from a seed, each when it is asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence

from agentgym.environments.operating_system.item import Item
from agentgym.environments.operating_system.templates import MODULES, TEMPLATES
from agentgym.environments.operating_system.templates.work import Work
from agentgym.tasks import Task, TaskSet

KINDS = tuple(MODULES)
INSTANCES = {"train": 6, "dev": 3, "test": 6}
"""Items made of each template."""


def ids(split: str, kinds: Sequence[str] = (), instances: int | None = None) -> list[str]:
    """Return the ids of a split; the templates take turns, so that the first ones are a fair sample."""
    names = [n for n, t in TEMPLATES.items() if t.split == split and (not kinds or n.split("/")[0] in kinds)]
    order = sorted(names, key=lambda n: [m for m in names if m.split("/")[0] == n.split("/")[0]].index(n))
    return [
        f"{n}-{i:02d}" for i in range(INSTANCES[split] if instances is None else instances) for n in order
    ]


def tasks(split: str, kinds: Sequence[str] = (), *, seed: int = 0, instances: int | None = None) -> TaskSet:
    """Return the tasks of a split.

    Args:
        split: ``train``, ``dev`` or ``test``; each has templates of its own.
        kinds: only these; all by default.
        seed: 0 gives the tasks that ship.
        instances: items of each template; :data:`INSTANCES` by default.
    """

    def load(task_id: str) -> Task:
        made = item(task_id, seed)
        return Task(id=task_id, data=made, split=split, kind=made.kind)

    return TaskSet(ids(split, kinds, instances), load, name=f"operating system embedded ({split})")


def item(task_id: str, seed: int = 0) -> Item:
    """Make the item of an id; the same on every machine."""
    name = task_id.rpartition("-")[0]
    return TEMPLATES[name].make(Work(name.split("/")[0], random.Random(f"{seed}:{task_id}")))

"""Making items from :mod:`.templates` and a seed: the store that ships, and files in AgentBench's layout."""

from __future__ import annotations

import random
from typing import Any

from agentgym.environments.operating_system.authoring.templates import MODULES, TEMPLATES
from agentgym.environments.operating_system.authoring.templates.work import Work
from agentgym.environments.operating_system.tasks import Entry
from agentgym.environments.operating_system.world.item import Item

KINDS = tuple(MODULES)
INSTANCES = {"train": 6, "dev": 3, "test": 6}
"""Items made of each template."""


def make(seed: int = 0, *, split: str | None = None, instances: int | None = None) -> list[Entry]:
    """Make the tasks of a split, or of all.

    Args:
        seed: 0 gives the tasks that ship.
        split: ``train``, ``dev`` or ``test``; each has templates of its own.
        instances: items of each template; :data:`INSTANCES` by default.
    """
    splits = INSTANCES if split is None else (split,)
    return [Entry(i, s, item(i, seed)) for s in splits for i in ids(s, instances)]


def ids(split: str, instances: int | None = None) -> list[str]:
    """Return the ids of a split; the templates take turns, so that the first ones are a fair sample."""
    names = [n for n, t in TEMPLATES.items() if t.split == split]
    order = sorted(names, key=lambda n: [m for m in names if m.split("/")[0] == n.split("/")[0]].index(n))
    return [
        f"{n}-{i:02d}" for i in range(INSTANCES[split] if instances is None else instances) for n in order
    ]


def item(task_id: str, seed: int = 0) -> Item:
    """Make the item of an id; the same on every machine."""
    name = task_id.rpartition("-")[0]
    return TEMPLATES[name].make(Work(name.split("/")[0], random.Random(f"{seed}:{task_id}")))


def agentbench_form(item: Item) -> dict[str, Any]:
    """Return an item of ours in the form of AgentBench's files, with its solution as the example."""
    evaluation: dict[str, Any] = {"example": "\n".join(item.commands)}
    if item.match is not None:
        evaluation["match"] = {"answer": item.match.answer, "strip": item.match.strip}
    else:
        evaluation["check"] = [s.code for s in item.check if s is not None]
    raw: dict[str, Any] = {
        "description": item.description,
        "create": {"local": item.image, "init": [s.code for s in item.init]},
        "evaluation": evaluation,
        "labels": [item.kind],
    }
    return {**raw, "start": item.start.code} if item.start is not None else raw

"""The task sets: the embedded store, stores like it, and AgentBench's files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agentgym.environments.operating_system.official import agentbench
from agentgym.environments.operating_system.world.item import Item
from agentgym.errors import DataError
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "tasks.json.zst"
"""The tasks that ship with the package, made by :mod:`.authoring`."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One task of a store.

    Attributes:
        id: unique in the store.
        split: the split that it is of.
        item: the task.
        origin: where a task that a model invented comes from: who made it, and what it passed.
    """

    id: str
    split: str
    item: Item
    origin: dict[str, str] = {}


def load(data: Path | None, split: str) -> TaskSet:
    """Return the tasks of a split.

    Args:
        data: a store (``.zst``), or a file or folder in AgentBench's layout; ``None``: the embedded tasks.
        split: ``train``, ``dev`` or ``test``.

    Raises:
        DataError: there are none, or the file is damaged.
    """
    if data is None:
        return from_store(STORE, split, name=f"operating system embedded ({split})")
    if data.is_file() and data.suffix == ".zst":
        return from_store(data, split, name=f"{data} ({split})")
    return agentbench.find(data, split)


def from_store(path: Path, split: str, *, name: str) -> TaskSet:
    """Return the tasks of a split of a store, in the store's order.

    Raises:
        DataError: it is no store, or has no task of this split.
    """
    items = {e.id: e.item for e in read_store(path, list[Entry]) if e.split == split}
    if not items:
        raise DataError(f"{path} has no tasks of the split {split!r}.")
    return TaskSet(
        list(items), lambda i: Task(id=i, data=items[i], split=split, kind=items[i].kind), name=name
    )


def write(entries: list[Entry], path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, entries)

"""The task sets: the embedded problems, or the sets of the paper by path."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from agentgym.environments.rewoo.official.sets import open_sets, rows
from agentgym.environments.rewoo.world.documents import Document
from agentgym.environments.rewoo.world.problem import Problem
from agentgym.errors import DataError
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "problems.json.zst"


class Kept(msgspec.Struct, frozen=True):
    """An embedded problem: its id (split, kind, number) and its kind."""

    id: str
    kind: str
    problem: Problem


class Store(msgspec.Struct, frozen=True):
    """What ships: problems, and the documents that some of them are about, by name."""

    problems: list[Kept]
    documents: dict[str, str]


@cache
def store() -> Store:
    """Return what ships."""
    return read_store(STORE, Store)


def load(data: Path | None, split: str) -> TaskSet:
    """Return the problems of a split.

    Args:
        data: a folder with files of the paper's sets, one file of one of them, or ``None`` for the embedded problems.
        split: ``train``, ``dev`` or ``test``.

    Raises:
        DataError: there is no set, or a file is damaged.
    """
    if data is None:
        kept = {k.id: k for k in store().problems if k.id.startswith(f"{split}-")}
        return TaskSet(
            list(kept),
            lambda i: Task(id=i, data=kept[i].problem, split=split, kind=kept[i].kind),
            name=f"ReWOO embedded ({split})",
        )
    sets = open_sets(data)
    ids = [f"{name}-{row:06d}" for name, found in sets.items() for row in rows(found.size, split)]

    def task(key: str) -> Task:
        name, _, row = key.rpartition("-")
        return Task(id=key, data=sets[name].problem(int(row)), split=split, kind=name)

    return TaskSet(ids, task, name=f"{data} ({split})")


@cache
def document(name: str) -> Document:
    """Return a document: an embedded one by name, or a file by its absolute path.

    Raises:
        DataError: the file cannot be read.
    """
    if not Path(name).is_absolute():
        return Document(store().documents[name])
    try:
        return Document(Path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"The document {name} cannot be read: {error}.") from None

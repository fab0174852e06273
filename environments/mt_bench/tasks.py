"""The task sets: the embedded questions, and FastChat's files."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.mt_bench.official.files import read
from agentgym.environments.mt_bench.world.question import Question
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "questions.json.zst"
"""The questions that ship with the package, by split, made by :mod:`.authoring`."""


def load(data: Path | None, split: str) -> TaskSet:
    """Return the questions of a split; their kind is their category.

    Args:
        data: a folder in FastChat's layout, or ``None`` for the embedded questions.
        split: ``train``, ``dev`` or ``test``.

    Raises:
        DataError: there are none, or a file is damaged.
    """
    if data is None:
        found = {
            f"{split}/{q.category}-{n:02d}": q
            for n, q in enumerate(read_store(STORE, dict[str, list[Question]])[split])
        }
    else:
        found = read(data, split)
    name = f"MT-Bench embedded ({split})" if data is None else f"{data} ({split})"
    return TaskSet(
        list(found), lambda i: Task(id=i, data=found[i], split=split, kind=found[i].category), name=name
    )


def write(store: dict[str, list[Question]], path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, store)

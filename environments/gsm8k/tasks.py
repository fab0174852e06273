"""The task sets: the embedded problems, and GSM8K's own files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agentgym.environments.gsm8k.official.files import read
from agentgym.environments.gsm8k.world.problem import Problem
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "problems.json.zst"
"""The problems that ship with the package, made by :mod:`.authoring`."""


class Entry(msgspec.Struct, frozen=True):
    """One problem of the store; its kind is the template that it was drawn from."""

    id: str
    split: str
    kind: str
    problem: Problem


def load(data: Path | None, split: str) -> TaskSet:
    """Return the problems of a split.

    Args:
        data: a file, a folder of files, or ``None`` for the embedded problems.
        split: ``train``, ``dev`` or ``test``; of no meaning where ``data`` is a file.

    Raises:
        DataError: there is no file of the split, or one is damaged.
    """
    if data is None:
        entries = {e.id: e for e in read_store(STORE, list[Entry]) if e.split == split}
        return TaskSet(
            list(entries),
            lambda i: Task(id=i, data=entries[i].problem, split=split, kind=entries[i].kind),
            name=f"GSM8K embedded ({split})",
        )
    problems = {f"gsm8k-{split}-{n:04d}": p for n, p in enumerate(read(data, split))}
    return TaskSet(
        list(problems), lambda i: Task(id=i, data=problems[i], split=split), name=f"{data} ({split})"
    )


def write(entries: list[Entry], path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, entries)

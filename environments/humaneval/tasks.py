"""The task sets: the embedded problems, and HumanEval's own file."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.humaneval.official.files import read
from agentgym.environments.humaneval.world.problem import Problem
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "problems.json.zst"
"""The problems that ship with the package, by split, made by :mod:`.authoring`."""


def load(data: Path | None, split: str) -> TaskSet:
    """Return the problems of a split.

    Args:
        data: the file or its folder, or ``None`` for the embedded problems.
        split: ``train``, ``dev`` or ``test``.

    Raises:
        DataError: there are none, or the file is damaged.
    """
    found = read_store(STORE, dict[str, list[Problem]])[split] if data is None else read(data, split)
    problems = {p.task_id: p for p in found}
    name = f"HumanEval embedded ({split})" if data is None else f"{data} ({split})"
    return TaskSet(list(problems), lambda i: Task(id=i, data=problems[i], split=split), name=name)


def write(store: dict[str, list[Problem]], path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, store)

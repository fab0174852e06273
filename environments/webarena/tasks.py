"""The task sets: the embedded tasks, or an official file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from agentgym.environments.webarena.official import files
from agentgym.environments.webarena.site.store import DATA
from agentgym.environments.webarena.world.config import Config
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet


def load(data: Path | None, split: str, *, fuzzy: str = "judge") -> TaskSet:
    """Return the tasks of a split.

    Args:
        data: an official file, a folder with one, or ``None`` for the embedded tasks.
        split: ``train``, ``dev`` or ``test``; the official files are all ``test``.
        fuzzy: ``leave-out`` leaves out the tasks whose answers only a judge can compare.

    Raises:
        DataError: a file is missing or damaged.
    """
    if data is None:
        found = {name: config for name, config in embedded().items() if split_of(name) == split}
        name = f"WebArena embedded ({split})"
    else:
        found = files.read(files.locate(data)) if split == "test" else {}
        name = f"{data} ({split})"
    if fuzzy == "leave-out":
        found = {key: config for key, config in found.items() if not is_fuzzy(config)}
    tasks = {key: Task(id=key, data=config, split=split, kind=config.kind) for key, config in found.items()}
    return TaskSet(list(tasks), tasks.__getitem__, name=name)


def is_fuzzy(config: Config) -> bool:
    """Say whether the answer to a task is compared by a judge."""
    return config.eval is not None and "fuzzy_match" in (config.eval.reference_answers or {})


@cache
def _stored() -> list[dict[str, Any]]:
    return read_store(DATA / "tasks.json.zst", list[dict[str, Any]])


@cache
def embedded() -> dict[str, Config]:
    """Return the embedded tasks by id."""
    import msgspec

    return {
        entry["task_id"]: msgspec.convert({k: v for k, v in entry.items() if k != "split"}, Config)
        for entry in _stored()
    }


@cache
def _splits() -> dict[str, str]:
    return {entry["task_id"]: entry["split"] for entry in _stored()}


def split_of(task_id: str) -> str:
    """Return the split of an embedded task."""
    return _splits()[task_id]

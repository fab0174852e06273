"""The task sets: the embedded tasks, or an official file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from agentgym.environments.webarena.official import files
from agentgym.environments.webarena.site.store import DATA, TASKS
from agentgym.environments.webarena.world.config import Config
from agentgym.stores import read_store
from agentgym.tasks import Task, TaskSet


def load(data: Path | None, split: str, *, fuzzy: str = "judge") -> TaskSet:
    """Return the tasks of a split.

    Args:
        data: an official file, a folder with one, a folder with generated sites, or ``None`` for the embedded tasks.
        split: ``train``, ``dev`` or ``test``; the official files are all ``test``.
        fuzzy: ``leave-out`` leaves out the tasks whose answers only a judge can compare.

    Raises:
        DataError: a file is missing or damaged.
    """
    folder = world_of(data)
    if folder is not None:
        splits = {entry["task_id"]: entry["split"] for entry in stored(folder)}
        found = {key: config for key, config in embedded(folder).items() if splits[key] == split}
        name = f"WebArena embedded ({split})" if data is None else f"{data} ({split})"
    else:
        assert data is not None
        found = files.read(files.locate(data)) if split == "test" else {}
        name = f"{data} ({split})"
    if fuzzy == "leave-out":
        found = {key: config for key, config in found.items() if not is_fuzzy(config)}
    tasks = {key: Task(id=key, data=config, split=split, kind=config.kind) for key, config in found.items()}
    return TaskSet(list(tasks), tasks.__getitem__, name=name)


def is_fuzzy(config: Config) -> bool:
    """Say whether the answer to a task is compared by a judge."""
    return config.eval is not None and "fuzzy_match" in (config.eval.reference_answers or {})


def world_of(data: Path | None) -> Path | None:
    """Return the folder with embedded sites and tasks that ``data`` means; ``None`` where it holds official tasks."""
    if data is None:
        return DATA
    return data if (data / TASKS).is_file() else None


@cache
def stored(folder: Path = DATA) -> list[dict[str, Any]]:
    """Return the tasks of a folder as they are kept, each with its split.

    Raises:
        DataError: the file is missing or damaged.
    """
    return read_store(folder / TASKS, list[dict[str, Any]])


@cache
def embedded(folder: Path = DATA) -> dict[str, Config]:
    """Return the embedded tasks by id."""
    return {entry["task_id"]: msgspec.convert(entry, Config) for entry in stored(folder)}

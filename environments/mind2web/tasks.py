"""The task sets: steps, or whole tasks, of the embedded data or of files in the official layout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from agentgym.environments.mind2web.official.files import Entry, entries_of, read_task
from agentgym.environments.mind2web.official.score_file import Ranks, locate_scores, read_ranks
from agentgym.environments.mind2web.world.sample import samples_of
from agentgym.tasks import Task, TaskSet

EMBEDDED = Path(__file__).with_name("data")
"""The embedded tasks, in the official layout."""

Unit = Literal["step", "task"]
"""What an episode is about: one step of a task, or all of them."""
UNITS: tuple[Unit, ...] = get_args(Unit)


def load(data: Path | None, split: str, unit: Unit) -> TaskSet:
    """Return the tasks of a split; the ``data`` of each is the list of its steps (:class:`Sample`).

    Args:
        data: a folder in the official layout, or one file of it; ``None`` for the embedded tasks.
        split: one of :data:`~.official.files.SPLITS`.
        unit: what one task of the set is.

    Raises:
        DataError: there are no files of the split, or one is damaged.
    """
    folder = data if data is not None else EMBEDDED
    ranks = ranks_of(folder)
    where = _listed(folder, split, unit)

    def read(task_id: str) -> Task:
        path, entry, position = where[task_id]
        samples = samples_of(read_task(path, entry), ranks)
        chosen = samples if position is None else [samples[position]]
        return Task(id=task_id, data=chosen, split=split, kind=entry.domain)

    return TaskSet(list(where), read, name=f"Mind2Web {data or 'embedded'} ({split})")


def kinds(data: Path | None, split: str, unit: Unit) -> dict[str, str]:
    """Return the kind of each task, the domain of its site, by id; no task is decoded for it."""
    folder = data if data is not None else EMBEDDED
    return {task_id: entry.domain for task_id, (_, entry, _) in _listed(folder, split, unit).items()}


def ranks_of(folder: Path) -> Ranks | None:
    """Return the official ranking of candidates, ``None`` where no score file lies beside the tasks."""
    found = locate_scores(folder)
    return read_ranks(found) if found is not None else None


def _listed(folder: Path, split: str, unit: Unit) -> dict[str, tuple[Path, Entry, int | None]]:
    """Return where each task lies, and which step of it is meant, by id."""
    found: dict[str, tuple[Path, Entry, int | None]] = {}
    for path, entry in entries_of(folder, split):
        if unit == "task":
            found[entry.annotation_id] = (path, entry, None)
            continue
        for position, uid in enumerate(entry.actions):
            found[f"{entry.annotation_id}_{uid}"] = (path, entry, position)
    return found

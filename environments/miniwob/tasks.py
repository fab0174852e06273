"""The task sets: a task is a page and a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agentgym.arguments import known, listed
from agentgym.environments.miniwob.world import pages
from agentgym.tasks import Task, TaskSet

SEEDS = {"train": range(1000, 2000), "dev": range(500, 510), "test": range(10)}
"""Seeds of each page: ten a page are the paper's 460 episodes."""
EXAMPLE = 9000
"""Seed of the first solved example, and the next few; of no split."""


def chosen(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return the pages that ``paper`` (46), ``all`` (130) or names of one's own mean.

    Raises:
        UnknownNameError: there is no such page.
        DependencyError: the pages are not installed.
    """
    if names == "paper":
        return tuple(pages.PAPER)
    if names == "all":
        return pages.names()
    return tuple(known("page of MiniWoB++", name, pages.names()) for name in listed(names))


def load(split: str, names: Sequence[str]) -> TaskSet:
    """Return the tasks of a split: one of each page, then page by page, as an open page begins anew at once.

    Args:
        split: ``train``, ``dev`` or ``test``.
        names: the pages.
    """
    return TaskSet(
        list(_ids(split, names)),
        lambda i: _task(i, split),
        name=f"MiniWoB++ ({split})",
        fingerprint=lambda i: f"{pages.fingerprint()}-{i}",
    )


def parts(task_id: str) -> tuple[str, int]:
    """Return the page and the seed of an id."""
    name, _, seed = task_id.rpartition("-")
    return name, int(seed)


def _ids(split: str, names: Sequence[str]) -> Iterator[str]:
    first, *rest = SEEDS[split]
    yield from (f"{name}-{first}" for name in names)
    yield from (f"{name}-{seed}" for name in names for seed in rest)


def _task(task_id: str, split: str) -> Task:
    name, seed = parts(task_id)
    return Task(
        id=task_id,
        data={"page": name, "seed": seed},
        split=split,
        kind=name,
        fingerprint=f"{pages.fingerprint()}-{task_id}",
    )

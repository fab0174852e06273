"""The test splits of all environments that are installed: what an export is compared with unless one says otherwise.

What a split asks is read by beginning every task of it, which takes seconds to minutes; it is kept in the cache folder
for as long as environment, tasks, version and the first task's prompt are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from agentgym.dataset.contamination.samples import Sample, read_tasks
from agentgym.dataset.row import digest
from agentgym.env import AgentEnv
from agentgym.errors import AgentGymError, DataError
from agentgym.paths import cache_folder
from agentgym.registry import environment_class, known_ids, make, short_name
from agentgym.stores import read_store, write_store
from agentgym.version import __version__

_PREFIX = "test"


class Split(NamedTuple):
    """A test split.

    Attributes:
        env_id: its environment.
        split: its name.
    """

    env_id: str
    split: str

    @property
    def name(self) -> str:
        """As ``--test`` has it: ``alfworld?split=test``."""
        return f"{short_name(self.env_id).lower()}?split={self.split}"


class Asked(NamedTuple):
    """What a split asks.

    Attributes:
        key: sixteen hex digits over environment, tasks and version.
        samples: one a task.
    """

    key: str
    samples: list[Sample]


def registered() -> list[Split]:
    """Return the test splits of all environments: ``test`` where there is one, else all whose name begins so."""
    found = []
    for env_id in known_ids():
        try:
            splits = environment_class(env_id).splits
        except AgentGymError:
            splits = ("test",)  # That it cannot be had here is said when it is asked for.
        chosen = ["test"] if "test" in splits else [s for s in splits if s.startswith(_PREFIX)]
        found += [Split(env_id, split) for split in chosen]
    return found


def asked(split: Split, progress: Callable[[int, int], None] = lambda done, total: None) -> Asked:
    """Return what a split asks, from the cache where it is there.

    Args:
        split: the split.
        progress: called with the number of tasks that are done, and of all.

    Raises:
        AgentGymError: the environment cannot be had here.
    """
    env = make(split.env_id, {"split": split.split})
    try:
        inner = cast(AgentEnv, env.unwrapped)
        hashes = [(i, inner.tasks.content_hash(i)) for i in inner.tasks.ids]
        # The first task is always read: where prompts have changed since, it is another.
        first = list(read_tasks(env, split.env_id, inner.tasks.ids[:1]))
        key = digest([split.env_id, inner.definition(), hashes, [s.texts for s in first], __version__])
        place = cache_folder() / "contamination" / f"{short_name(split.env_id)}-{split.split}.json.zst"
        kept = _kept(place)
        if kept is not None and kept.key == key:
            return Asked(key, kept.samples)
        samples = []
        for sample in read_tasks(env, split.env_id, inner.tasks.ids):
            samples.append(sample)
            progress(len(samples), len(hashes))
    finally:
        env.close()
    write_store(place, _Kept(key=key, samples=samples))
    return Asked(key, samples)


class _Kept(msgspec.Struct, kw_only=True):
    key: str
    samples: list[Sample]


def _kept(place: Path) -> _Kept | None:
    try:
        return read_store(place, _Kept) if place.exists() else None
    except DataError:  # of an earlier version, or torn: it is made again
        return None

"""Tasks and task sets: what an environment can be asked to do, lazily."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

import msgspec
import numpy as np

from agentgym.errors import EnvironmentFailure, OptionError, unknown_name
from agentgym.returns import wrong


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One task: a stable id, the data that defines it, and the split it belongs to.

    Attributes:
        id: stable over processes and versions of the data, unique in its task set.
        data: what the environment needs to begin it; JSON-serialisable, or :attr:`fingerprint` is given.
        split: the split it was loaded from.
        kind: a category to report by (``pick_and_place``, ``counting``); may be empty.
        fingerprint: hash of the content where ``data`` is a handle (a path, an index) and not the content.
    """

    id: str
    data: Any = None
    split: str = ""
    kind: str = ""
    fingerprint: str = ""

    @property
    def content_hash(self) -> str:
        """Twelve hex digits over the content; changes when the task changes, not when its id does."""
        if self.fingerprint:
            return self.fingerprint
        raw = msgspec.json.encode(self.data, order="sorted")
        return hashlib.sha256(raw).hexdigest()[:12]


class TaskSet(Sequence[Task]):
    """An ordered set of tasks that loads each one only when it is asked for.

    Indexing takes a position, a task id or a slice::

        tasks[0]; tasks["put-17"]; tasks[:50]

    Args:
        ids: the ids, in order; the only part that is held in memory.
        load: returns the task of an id.
        name: what error messages call the set.
        fingerprint: returns the content hash of an id, where that is cheaper than to load the task.
    """

    def __init__(
        self,
        ids: Sequence[str],
        load: Callable[[str], Task],
        *,
        name: str = "task set",
        fingerprint: Callable[[str], str] | None = None,
    ) -> None:
        self.ids: tuple[str, ...] = tuple(ids)
        self.name = name
        self._load = load
        self._fingerprint = fingerprint
        self._positions = {task_id: i for i, task_id in enumerate(self.ids)}
        if len(self._positions) != len(self.ids):
            twice = next(t for i, t in enumerate(self.ids) if self._positions[t] != i)
            raise OptionError(f"{name}: every task needs an id of its own, {twice!r} occurs twice.")

    @classmethod
    def of(cls, tasks: Sequence[Task], *, name: str = "task set") -> TaskSet:
        """Make a task set of tasks that exist already."""
        for task in tasks:
            if not isinstance(task, Task):
                raise EnvironmentFailure(
                    f"{name}: TaskSet.of takes Tasks, got {type(task).__name__}: {task!r:.80}"
                )
        table = {t.id: t for t in tasks}
        return cls([t.id for t in tasks], table.__getitem__, name=name)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Task]:
        return (self._load(i) for i in self.ids)

    def __contains__(self, task: object) -> bool:
        return (task.id if isinstance(task, Task) else task) in self._positions

    @overload
    def __getitem__(self, key: int | str) -> Task: ...
    @overload
    def __getitem__(self, key: slice) -> TaskSet: ...
    def __getitem__(self, key: int | str | slice) -> Task | TaskSet:
        if isinstance(key, slice):
            return self._of(self.ids[key])
        if isinstance(key, str):
            if key not in self._positions:
                raise unknown_name(f"task of {self.name}", key, self.ids, limit=3)
            return self._loaded(key)
        if not -len(self.ids) <= key < len(self.ids):
            raise OptionError(f"{self.name} has {len(self.ids)} tasks; there is no task number {key}.")
        return self._loaded(self.ids[key])

    def content_hash(self, task_id: str) -> str:
        """Return the content hash of a task, if possible without loading it; see :attr:`Task.content_hash`."""
        return self[task_id].content_hash if self._fingerprint is None else self._fingerprint(task_id)

    def of_kinds(self, kinds: Sequence[str], kind_of: Callable[[str], str | None]) -> TaskSet:
        """Return the tasks of these kinds, in the same order; all of them where no kind is named.

        Args:
            kinds: kinds of tasks.
            kind_of: returns the kind of an id where that takes no loading, else ``None``.

        Raises:
            UnknownNameError: a kind that no task of the set has.
        """
        if not kinds:
            return self
        found = {i: kind if (kind := kind_of(i)) is not None else self._load(i).kind for i in self.ids}
        for kind in kinds:
            if kind not in found.values():
                raise unknown_name(f"kind of task in {self.name}", kind, sorted({*found.values()}))
        return self._of([i for i in self.ids if found[i] in kinds])

    def choose(self, options: Mapping[str, Any], rng: np.random.Generator) -> Task:
        """Return the task that the options of ``reset`` name, or draw one.

        Args:
            options: ``{"task": id | position | Task}``, or nothing.
            rng: what is drawn with.

        Raises:
            UnknownNameError: there is no such task.
            OptionError: another option, or an empty set.
        """
        unknown = [o for o in options if o != "task"]
        if unknown:
            raise OptionError(f"reset() knows the option 'task' only, got {unknown}.")
        wanted = options.get("task")
        if wanted is None:
            return self.sample(rng)
        if isinstance(wanted, Task):
            return wanted
        if isinstance(wanted, (str, int, np.integer)):
            return self[wanted if isinstance(wanted, str) else int(wanted)]
        raise OptionError(f"options['task'] is a task id, a position or a Task; got {type(wanted).__name__}.")

    def sample(self, rng: np.random.Generator) -> Task:
        """Draw one task, uniformly.

        Raises:
            OptionError: the set is empty.
        """
        if not self.ids:
            raise OptionError(f"{self.name} is empty: there is no task to draw.")
        return self._loaded(self.ids[int(rng.integers(len(self.ids)))])

    def _loaded(self, task_id: str) -> Task:
        task = self._load(task_id)
        if isinstance(task, Task):
            return task
        raise wrong(f"{self.name}: what loads {task_id!r}", "a Task", task)

    def _of(self, ids: Sequence[str]) -> TaskSet:
        return TaskSet(ids, self._load, name=self.name, fingerprint=self._fingerprint)

    def __repr__(self) -> str:
        return f"TaskSet({self.name!r}, {len(self.ids)} tasks)"

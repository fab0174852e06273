"""The task sets: the embedded store, stores like it, AgentBench's files and BIRD's."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec

from agentgym.environments.database.official import agentbench, bird
from agentgym.environments.database.world.content import MODIFYING, Database, Problem
from agentgym.errors import DataError
from agentgym.stores import read_store, write_store
from agentgym.tasks import Task, TaskSet

STORE = Path(__file__).with_name("data") / "tasks.json.zst"
"""The tasks that ship with the package, made by :mod:`.authoring`."""

Reader = Callable[[Path, str], dict[str, Problem]]


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One task of a store; ``database`` names one of the store's.

    A task that a model invented has an ``id`` of its own, and says in ``origin`` who made it and what it passed.
    """

    split: str
    kind: str
    template: str
    database: str
    question: str
    gold: tuple[str, ...]
    answer: tuple[str, ...] = ()
    expected: str = ""
    id: str = ""
    origin: dict[str, str] = {}


class Store(msgspec.Struct, frozen=True):
    """Databases and the tasks on them."""

    databases: list[Database]
    entries: list[Entry]


def load(data: Path | None, split: str, answers: str = "query") -> TaskSet:
    """Return the tasks of a split; the data of each is a :class:`~.world.content.Problem`.

    Args:
        data: AgentBench's ``.jsonl`` or the folder of these, a folder of BIRD, or a store (``.zst``); ``None``: the
            embedded tasks.
        split: ``train``, ``dev`` or ``test``.
        answers: what BIRD's tasks are answered with, ``query`` or ``rows``.

    Raises:
        DataError: there are none, or a file is damaged.
    """
    found = problems(data, split, answers)
    source = "embedded" if data is None else str(data)
    return TaskSet(
        list(found),
        lambda i: Task(id=i, data=found[i], split=split, kind=found[i].kind),
        name=f"DB {source} ({split})",
    )


def problems(data: Path | None, split: str, answers: str = "query") -> dict[str, Problem]:
    """Return what the tasks of a split are, by id; kept in memory as long as the file is the same.

    Raises:
        DataError: there are none, or a file is damaged.
    """
    reader: Reader
    if data is None:
        reader, path = from_store, STORE
    elif bird.is_bird(data):
        reader, path = _BIRD[answers], bird.locate(data, split)
    elif data.is_file() and data.suffix == ".zst":
        reader, path = from_store, data
    else:
        reader, path = _from_agentbench, agentbench.locate(data, split)
    return _kept(reader, path, path.stat().st_mtime_ns, split)


def from_store(path: Path, split: str) -> dict[str, Problem]:
    """Return the tasks of a split of a store by id: their own, or ``test-counting-03``.

    Raises:
        DataError: it is no store, or has no task of this split.
    """
    store = read_store(path, Store)
    databases = {d.name: d for d in store.databases}
    numbers: dict[str, int] = {}
    found: dict[str, Problem] = {}
    for entry in store.entries:
        if entry.split != split:
            continue
        number = numbers[entry.kind] = numbers.get(entry.kind, -1) + 1
        changing = entry.kind in MODIFYING
        found[entry.id or f"{split}-{entry.kind.lower()}-{number:02d}"] = Problem(
            question=entry.question,
            kind=entry.kind,
            database=databases[entry.database],
            scoring="state" if changing else "answer",
            answer=entry.answer,
            gold=entry.gold,
            expected=entry.expected,
        )
    if not found:
        raise DataError(f"{path} has no tasks of the split {split!r}.")
    return found


def write(store: Store, path: Path = STORE) -> None:
    """Write a store."""
    write_store(path, store)


def _from_bird(path: Path, split: str) -> dict[str, Problem]:
    return bird.load(path)


def _from_bird_with_rows(path: Path, split: str) -> dict[str, Problem]:
    return bird.load(path, "rows")


_BIRD: dict[str, Reader] = {"query": _from_bird, "rows": _from_bird_with_rows}


def _from_agentbench(path: Path, split: str) -> dict[str, Problem]:
    return agentbench.load(path)


@lru_cache(maxsize=8)
def _kept(reader: Reader, path: Path, changed: int, split: str) -> dict[str, Problem]:
    return reader(path, split)

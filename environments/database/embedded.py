"""The tasks that ship with the package, and stores like it that users generate."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import zstandard

from agentgym.environments.database.content import MODIFYING, Database, Problem
from agentgym.errors import DataError

STORE = Path(__file__).with_name("data") / "tasks.json.zst"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One task of a store; ``database`` names one of the store's."""

    split: str
    kind: str
    template: str
    database: str
    question: str
    gold: tuple[str, ...]
    answer: tuple[str, ...] = ()
    expected: str = ""


class Store(msgspec.Struct, frozen=True):
    """Databases and the tasks on them."""

    databases: list[Database]
    entries: list[Entry]


def is_store(data: Path) -> bool:
    """Whether a path is a store's."""
    return data.is_file() and data.suffix == ".zst"


def problems(split: str) -> dict[str, Problem]:
    """Return the embedded tasks of a split by id (``test-counting-03``)."""
    return load(STORE, split)


def load(path: Path, split: str) -> dict[str, Problem]:
    """Return the tasks of a split of a store by id.

    Raises:
        DataError: it is no store, or has no task of this split.
    """
    store = _read(path)
    databases = {d.name: d for d in store.databases}
    numbers: dict[str, int] = {}
    found: dict[str, Problem] = {}
    for entry in store.entries:
        if entry.split != split:
            continue
        number = numbers[entry.kind] = numbers.get(entry.kind, -1) + 1
        changing = entry.kind in MODIFYING
        found[f"{split}-{entry.kind.lower()}-{number:02d}"] = Problem(
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
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(msgspec.json.encode(store)))


@cache
def _read(path: Path) -> Store:
    try:
        raw = zstandard.ZstdDecompressor().decompress(path.read_bytes())
        return msgspec.json.decode(raw, type=Store)
    except (OSError, zstandard.ZstdError, msgspec.DecodeError) as error:
        raise DataError(
            f"{path} is no store of DB tasks: {error}. `agentgym data database generate --out {path}` writes one."
        ) from None

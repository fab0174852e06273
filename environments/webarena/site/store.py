"""The sites' databases: a seed in memory, and a copy of it for each episode."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

import zstandard

from agentgym.errors import DataError

DATA = Path(__file__).parent.parent / "data"
TASKS = "tasks.json.zst"
NAMES = ("shop", "forum", "code", "map")
BLANK = "blank"
"""The database of sites that have nothing to keep but visits."""


@cache
def seed(name: str, folder: Path = DATA) -> bytes:
    """Return a database as it is at the beginning of every episode, serialised.

    Args:
        name: one of :data:`NAMES`, or :data:`BLANK`.
        folder: the one that ships, or one that ``agentgym data webarena make`` has written.

    Raises:
        DataError: its file is missing or damaged.
    """
    if name == BLANK:
        empty = sqlite3.connect(":memory:")
        empty.execute("create table visit(token text primary key, site text, account integer, note text)")
        return empty.serialize()
    path = folder / f"{name}.sqlite.zst"
    try:
        return zstandard.ZstdDecompressor().decompress(path.read_bytes())
    except (OSError, zstandard.ZstdError) as error:
        raise DataError(f"{path} cannot be read: {error}. Restore it from its source.") from None


def fresh(name: str, folder: Path = DATA) -> sqlite3.Connection:
    """Return a copy of a database in memory, which nobody else has."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(seed(name, folder))
    connection.row_factory = sqlite3.Row
    return connection


class Databases:
    """The databases of one episode, each copied when it is first needed."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self._open: dict[str, sqlite3.Connection] = {}

    def __getitem__(self, name: str) -> sqlite3.Connection:
        if name not in self._open:
            self._open[name] = fresh(name, self._folder)
        return self._open[name]

    def close(self) -> None:
        """Forget all that was changed."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

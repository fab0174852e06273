"""The cache of calls: what a model has answered is not paid for twice.

One SQLite file, by default ``calls.sqlite`` in the cache folder. The key is a hash of the exact request, the
version of the policy and the number of the repetition; the value is the whole completion. Several processes may
share a file.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

from agentgym.errors import DataError, OptionError
from agentgym.paths import cache_folder
from agentgym.policy import Completion

CacheMode = Literal["off", "read", "write"]
"""``off``; ``read``: kept answers are used, new ones not kept; ``write``: both."""

SCHEMA = 1
_CREATE = """
CREATE TABLE IF NOT EXISTS calls (
    key BLOB PRIMARY KEY, model TEXT NOT NULL, made REAL NOT NULL, answer BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS calls_made ON calls (made);
"""


class Size(NamedTuple):
    """How much the cache holds: answers, bytes of them, and seconds since the epoch of the oldest."""

    answers: int
    bytes: int
    oldest: float | None


class CallCache:
    """Answers by key.

    Args:
        path: the file; made with its folder if missing. :func:`default_path` by default.

    Raises:
        DataError: the file is no cache, or cannot be opened.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else default_path()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Completion)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version not in (0, SCHEMA):
                raise DataError(
                    f"{self.path} was written by another version of agentgym (schema {version}, this one reads "
                    f"{SCHEMA}): delete it, or name another file."
                )
            self._base.executescript(_CREATE)
            self._base.execute(f"PRAGMA user_version={SCHEMA}")
        except (sqlite3.Error, OSError) as error:
            raise DataError(
                f"{self.path} cannot be used as a cache of calls: {error}. Delete it, or use --cache off."
            ) from error

    def get(self, key: bytes) -> Completion | None:
        """Return the answer under a key, marked as cached and free of cost; ``None`` if there is none."""
        row = self._do("SELECT answer FROM calls WHERE key = ?", key).fetchone()
        if row is None:
            return None
        completion = self._decoder.decode(row[0])
        completion.cached, completion.cost, completion.latency, completion.attempts = True, 0.0, 0.0, 0
        return completion

    def put(self, key: bytes, completion: Completion) -> None:
        """Keep an answer; one that is there already under the key stays.

        Raises:
            DataError: it cannot be written.
        """
        answer = self._encoder.encode(completion)
        row = (key, completion.model, time.time(), answer)
        self._do("INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?)", *row)

    def size(self) -> Size:
        """Return how much the cache holds."""
        row = self._do("SELECT count(*), coalesce(sum(length(answer)), 0), min(made) FROM calls").fetchone()
        return Size(*row)

    def models(self) -> dict[str, int]:
        """Return the number of answers by model."""
        return dict(self._do("SELECT model, count(*) FROM calls GROUP BY model ORDER BY model").fetchall())

    def prune(
        self, *, days: float | None = None, model: str | None = None, most_bytes: int | None = None
    ) -> int:
        """Delete answers and give the space back; return how many. Without a condition, all go.

        Args:
            days: those older than that.
            model: those of that model only.
            most_bytes: the oldest, until the rest is no larger.

        Raises:
            OptionError: a negative age or size.
        """
        if (days is not None and days < 0) or (most_bytes is not None and most_bytes < 0):
            raise OptionError("days and most_bytes must be at least 0.")
        before = time.time() - days * 86400 if days is not None else float("inf")
        gone = 0
        if days is not None or most_bytes is None:
            chosen = "made < ?" + (" AND model = ?" if model is not None else "")
            values = (before, model) if model is not None else (before,)
            gone = self._do(f"DELETE FROM calls WHERE {chosen}", *values).rowcount
        if most_bytes is not None:
            gone += self._shrink(most_bytes, model)
        self._do("VACUUM")
        self._do("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _shrink(self, most: int, model: str | None) -> int:
        excess = self.size().bytes - most
        gone = []
        rows = self._do(
            "SELECT key, length(answer) FROM calls WHERE ? IS NULL OR model = ? ORDER BY made", model, model
        )
        for key, length in rows:
            if excess <= 0:
                break
            gone.append((key,))
            excess -= length
        self._base.executemany("DELETE FROM calls WHERE key = ?", gone)
        return len(gone)

    def _do(self, statement: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._base.execute(statement, values)
        except sqlite3.Error as error:
            raise DataError(
                f"The cache of calls in {self.path} cannot be read or written: {error}."
            ) from error


def default_path() -> Path:
    """Return ``calls.sqlite`` in the cache folder."""
    return cache_folder() / "calls.sqlite"


def open_cache(mode: str) -> CallCache | None:
    """Return the cache that a run with ``--cache MODE`` uses, ``None`` for ``off``.

    Raises:
        OptionError: another mode.
        DataError: the cache cannot be used.
    """
    if mode not in get_args(CacheMode):
        raise OptionError(f"cache must be one of {', '.join(get_args(CacheMode))}; got {mode!r}.")
    return CallCache() if mode != "off" else None

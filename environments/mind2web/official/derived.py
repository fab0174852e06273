"""What is worked out from a large file once and kept in the cache folder until the file changes."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from agentgym.errors import DataError
from agentgym.paths import cache_folder
from agentgym.stores import read_store, write_store

T = TypeVar("T")


def derived(source: Path, form: str, type: type[T], make: Callable[[Path], T]) -> T:
    """Return what ``make`` makes of a file, from the cache where it was made before.

    Args:
        source: the file; another size or time of change makes another entry.
        form: name and version of what is kept.
        type: its type.
        make: makes it.

    Raises:
        DataError: ``make`` cannot read the file.
    """
    stat = source.stat()
    key = f"{form}/{source.resolve()}/{stat.st_size}/{stat.st_mtime_ns}"
    kept = cache_folder() / "mind2web" / f"{form}-{hashlib.sha256(key.encode()).hexdigest()[:20]}.json.zst"
    if kept.exists():
        with contextlib.suppress(DataError):  # Damaged: it is made again.
            return read_store(kept, type)
    made = make(source)
    # No other process may see half of it. Without a place to keep it, it is made again next time.
    partial = kept.with_name(f"{kept.name}.{os.getpid()}.partial")
    with contextlib.suppress(OSError):
        write_store(partial, made)
        partial.replace(kept)
    return made

"""Results that are kept in a file, so that a run that was broken off goes on where it ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Kept(Generic[T]):
    """Results by name, in a file of lines; may be used by several threads.

    Args:
        path: the file.
        type: what a result is.

    Raises:
        msgspec.DecodeError: a line of the file is something else.
    """

    def __init__(self, path: Path, type: type[T]) -> None:
        self._path = path
        self._lock = threading.Lock()
        lines = path.read_bytes().splitlines() if path.exists() else []
        self.found: dict[str, T] = dict(msgspec.json.decode(line, type=tuple[str, type]) for line in lines)  # type: ignore[valid-type]

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return a result, made if it is not there."""
        if name not in self.found:
            made = make()
            with self._lock, self._path.open("ab") as file:
                file.write(msgspec.json.encode((name, made)) + b"\n")
            self.found[name] = made
        return self.found[name]

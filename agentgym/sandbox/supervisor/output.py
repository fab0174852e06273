"""What commands write: head and tail of it."""

from __future__ import annotations

import os
from typing import Any

CHUNK = 1 << 16


class Output:
    """Keeps the head and the tail of what is written, and counts the rest."""

    def __init__(self, limit: int) -> None:
        self._head_size, self._tail_size = limit - limit // 2, limit // 2
        self._head, self._tail, self.total = b"", b"", 0

    def add(self, data: bytes) -> None:
        """Take what was written."""
        self.total += len(data)
        room = self._head_size - len(self._head)
        if room > 0:
            self._head += data[:room]
            data = data[room:]
        if data:
            self._tail = (self._tail + data)[-self._tail_size :] if self._tail_size else b""

    def fields(self) -> dict[str, Any]:
        """Return the fields of an answer."""
        lost = self.total - len(self._head) - len(self._tail)
        text = self._head + (b"\n[... %d bytes left out ...]\n" % lost if lost else b"") + self._tail
        return {"output": text.decode("utf-8", "replace"), "bytes": self.total, "truncated": lost > 0}


def read_some(descriptor: int) -> bytes:
    """Read what is there of a descriptor that does not block; nothing at the end, too."""
    try:
        return os.read(descriptor, CHUNK)
    except OSError:
        return b""


def empty(descriptor: int) -> None:
    """Throw away what is there, within bounds."""
    for _ in range(64):
        if not read_some(descriptor):
            return

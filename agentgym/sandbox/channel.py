"""Frames to and from a supervisor: four bytes of length, then JSON, over a socket or a pair of pipes."""

from __future__ import annotations

import itertools
import json
import select
import struct
import threading
import time
from typing import Any, Protocol

import msgspec

from agentgym.errors import SandboxError

MOST = 64 << 20
"""Bytes of a frame at most; more is a forgery."""


class Pipe(Protocol):
    """Bytes both ways."""

    def fileno(self) -> int:
        """The descriptor to wait on."""

    def send(self, data: bytes) -> None:
        """Write everything."""

    def receive(self) -> bytes | None:
        """Read what is there: empty at the end, ``None`` if nothing of it was meant for us."""

    def close(self) -> None:
        """Close both ways."""


class Channel:
    """Requests and answers; an answer without the request's number is ignored, as it may be forged from inside."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self._buffer = bytearray()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def call(self, op: str, grace: float, **fields: Any) -> dict[str, Any]:
        """Make a request and wait for its answer.

        Raises:
            SandboxError: the other side is gone, gives no answer within ``grace`` seconds, or talks nonsense.
        """
        with self._lock:
            number = next(self._numbers)
            # The standard library's: a model can write half of a surrogate pair.
            data = json.dumps({"id": number, "op": op, **fields}).encode()
            try:
                self.pipe.send(struct.pack(">I", len(data)) + data)
                return self._answer(number, time.monotonic() + grace)
            except (OSError, ValueError) as error:
                raise SandboxError(f"The sandbox is gone: {error}") from error

    @property
    def ended(self) -> bool:
        """Whether the other side is gone, as seen between two requests: unasked it says nothing but its end."""
        with self._lock:
            return _readable(self.pipe.fileno(), 0)

    def _answer(self, number: int, deadline: float) -> dict[str, Any]:
        while True:
            frame = self._frame(deadline)
            try:
                fields = msgspec.json.decode(frame)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise SandboxError("The sandbox sent a frame that is no JSON.") from None
            if isinstance(fields, dict) and fields.get("id") == number:
                return fields

    def _frame(self, deadline: float) -> bytes:
        while True:
            if len(self._buffer) >= 4:
                (size,) = struct.unpack_from(">I", self._buffer)
                if size > MOST:
                    raise SandboxError(f"The sandbox announced a frame of {size:,} bytes.")
                if len(self._buffer) >= 4 + size:
                    frame = bytes(self._buffer[4 : 4 + size])
                    del self._buffer[: 4 + size]
                    return frame
            left = deadline - time.monotonic()
            if left <= 0 or not _readable(self.pipe.fileno(), left):
                raise SandboxError("The sandbox gives no answer.")
            data = self.pipe.receive()
            if data == b"":
                raise SandboxError("The sandbox has ended.")
            self._buffer += data or b""


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()  # `select` itself cannot take descriptors past 1,023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))

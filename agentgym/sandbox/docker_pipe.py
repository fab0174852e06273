"""The engine's attach socket as a pipe."""

from __future__ import annotations

import contextlib
import struct
from typing import Any


class DockerPipe:
    """The attach socket; takes the engine's stream apart into output (ours) and errors (kept for messages)."""

    def __init__(self, attached: Any) -> None:
        self._attached = attached
        self._socket = getattr(attached, "_sock", attached)
        self._socket.settimeout(None)
        self._raw = bytearray()
        self.errors = b""

    def fileno(self) -> int:
        """The descriptor to wait on."""
        number: int = self._socket.fileno()
        return number

    def send(self, data: bytes) -> None:
        """Write everything."""
        self._socket.sendall(data)

    def receive(self) -> bytes | None:
        """Read what is there."""
        data = self._socket.recv(1 << 16)
        if not data:
            return b""
        self._raw += data
        # What TLS has taken off the wire already is nothing to wait for.
        pending = getattr(self._socket, "pending", None)
        while pending is not None and pending():
            self._raw += self._socket.recv(1 << 16)
        output = bytearray()
        while len(self._raw) >= 8:
            (size,) = struct.unpack_from(">I", self._raw, 4)
            if len(self._raw) < 8 + size:
                break
            payload = bytes(self._raw[8 : 8 + size])
            if self._raw[0] == 1:
                output += payload
            else:
                self.errors = (self.errors + payload)[-8192:]
            del self._raw[: 8 + size]
        return bytes(output) or None

    def close(self) -> None:
        """Close it; the supervisor inside then ends."""
        for part in (self._socket, self._attached):
            with contextlib.suppress(OSError, ValueError):
                part.close()

"""How the supervisor gets into a sandbox: as text on standard input, read by a short command."""

from __future__ import annotations

import functools
import struct
from pathlib import Path

from agentgym.sandbox.channel import Pipe

_SCRIPT = """
import os, struct
def take(n):
    data = b""
    while len(data) < n:
        data += os.read(0, n - len(data)) or os._exit(0)
    return data
exec(compile(take(struct.unpack(">I", take(4))[0]), "supervisor", "exec"))
"""
COMMAND = ["python3", "-ISuc", "exec({!r})".format(_SCRIPT.strip())]
"""What process 1 of a sandbox is started as."""


def feed(pipe: Pipe) -> None:
    """Send the supervisor."""
    text = source()
    pipe.send(struct.pack(">I", len(text)) + text)


@functools.cache
def source() -> bytes:
    """Return the supervisor's text."""
    return Path(__file__).with_name("supervisor.py").read_bytes()

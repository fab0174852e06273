"""How the supervisor gets into a sandbox: as text on standard input, read by a short command."""

from __future__ import annotations

import functools
import json
import struct
from pathlib import Path

from agentgym.sandbox.channel import Pipe

PACKAGE = "agentgym.sandbox.supervisor"
MODULES = ("settings", "kernel", "processes", "output", "space", "shell", "machine", "tasks", "main")
"""In the order of what needs what."""

# Makes modules of the texts, with the packages around them, so that they import one another as usual.
_SCRIPT = """
import json, os, struct, sys, types
def take(n):
    data = b""
    while len(data) < n:
        data += os.read(0, n - len(data)) or os._exit(0)
    return data
for name, text in json.loads(take(struct.unpack(">I", take(4))[0])):
    sys.modules[name] = module = types.ModuleType(name)
    module.__path__ = []
    above, _, leaf = name.rpartition(".")
    if above:
        setattr(sys.modules[above], leaf, module)
    exec(compile(text, name, "exec"), module.__dict__)
module.main()
"""
COMMAND = ["python3", "-ISuc", f"exec({_SCRIPT.strip()!r})"]
"""What process 1 of a sandbox is started as."""


def feed(pipe: Pipe) -> None:
    """Send the supervisor."""
    text = source()
    pipe.send(struct.pack(">I", len(text)) + text)


@functools.cache
def source() -> bytes:
    """Return the supervisor: names and texts of its modules, and of the packages that they are in."""
    parts = PACKAGE.split(".")
    texts = [(".".join(parts[: n + 1]), "") for n in range(len(parts))]
    folder = Path(__file__).parent / parts[-1]
    texts += [(f"{PACKAGE}.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in MODULES]
    return json.dumps(texts).encode()

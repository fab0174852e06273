"""A small server for the tests of services: it answers with what it sees of its surroundings."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from agentgym.sandbox.interface import Spec
from agentgym.sandbox.service import Distributed, Service, ServiceSpec

_SERVE = """
import json, os, socket
server = socket.socket(socket.AF_UNIX); server.bind("/socket/s"); server.listen()
def tried(call):
    try: return call()
    except Exception as error: return type(error).__name__
while True:
    peer, _ = server.accept()
    asked = peer.recv(1 << 16).decode()
    if asked: peer.sendall(json.dumps(tried(lambda: eval(asked))).encode())
    peer.close()
"""


def small(folder: Path, command: tuple[str, ...] = ("python3", "-Ic", _SERVE), **more: Any) -> ServiceSpec:
    """Return the server, whose data is one file that ``folder`` holds and one that is made of it."""
    (folder / "given.txt").write_text("given")
    distributed = Distributed(
        programs=("python3",),
        install="apt-get install python3",
        files=(folder / "given.txt",),
        prepare=("cp", "/data/given.txt", "/data/made.txt"),
        command=command,
    )
    sandbox = Spec(image="small", memory=1 << 30, disk=1 << 20)
    return ServiceSpec(
        sandbox=sandbox, command=command, user="root", socket="s", distributed=distributed, **more
    )


def ask(server: Service, expression: str) -> Any:
    """Return the value of an expression inside, or the name of its error."""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(server.path))
        peer.sendall(expression.encode())
        return json.loads(peer.recv(1 << 16))

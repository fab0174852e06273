"""The loop of process 1: requests in, answers out, until the owner is gone or the time is over."""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import struct
import time
from typing import Any

from agentgym.sandbox.supervisor import kernel, processes, settings, space, tasks
from agentgym.sandbox.supervisor.machine import Machine


def main() -> None:
    """Serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.dup(1)
    fcntl.fcntl(answers, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
    if settings.OVERLAID:
        space.prepare()
    kernel.set_dumpable(False)
    expires = time.monotonic() + settings.LIFETIME
    machine = Machine()
    kernel.set_name(b"init")
    buffer = b""
    while True:
        while len(buffer) < 4 or len(buffer) < 4 + struct.unpack(">I", buffer[:4])[0]:
            buffer += _wait(expires)
        size = struct.unpack(">I", buffer[:4])[0]
        request, buffer = json.loads(buffer[4 : 4 + size]), buffer[4 + size :]
        try:
            fields = _answer(machine, request)
        except Exception as error:  # noqa: BLE001 - the owner raises it
            fields = {"error": f"{type(error).__name__}: {error}"}
        data = json.dumps({**fields, "id": request["id"]}).encode()
        data = struct.pack(">I", len(data)) + data
        while data:
            data = data[os.write(answers, data) :]


def _wait(expires: float) -> bytes:
    """Return the next bytes of the owner's; end with the owner, or when the time is over."""
    while True:
        left = expires - time.monotonic()
        ready, _, _ = select.select([0], [], [], max(0.0, min(5.0, left)))
        processes.reap()
        got = os.read(0, 1 << 16) if ready else b""
        if got:
            return got
        if ready or left <= 0:
            processes.kill_everything()
            os._exit(0)


def _answer(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    what = request["op"]
    if what == "run":
        return _run(machine, request)
    if what == "exec":
        return tasks.execute(machine, request)
    if what == "put":
        return tasks.put(machine, request)
    if what == "get":
        return tasks.get(machine, request)
    if what == "programs":
        return tasks.programs(machine, request)
    if what == "reset":
        machine.reset()
        return {"check": machine.began}
    if what == "ping":
        return {"mode": settings.MODE}
    return {"error": f"unknown request {what}"}


def _run(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    if "\0" in request["command"]:
        text = "bash: the command holds a NUL byte\n"
        return {
            "output": text,
            "exit_code": 2,
            "ended": "done",
            "bytes": len(text),
            "truncated": False,
            "seconds": 0.0,
        }
    if not machine.shell.alive():
        machine.renew()
    return machine.shell.run(request["command"], float(request["seconds"]), int(request["limit"]))

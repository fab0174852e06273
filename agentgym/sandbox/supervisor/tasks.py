"""What is done beside the shell: processes of their own, files in and out."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import stat
import time
from collections.abc import Callable
from typing import Any

from agentgym.sandbox.supervisor import processes, settings
from agentgym.sandbox.supervisor.machine import HOME, Machine
from agentgym.sandbox.supervisor.output import Output, read_some
from agentgym.sandbox.supervisor.shell import ENVIRONMENT, go_to

_FILE_SECONDS = 60.0


def execute(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    """Run a process of its own, beside the shell; return the fields of its answer."""
    start, first = time.monotonic(), processes.now()
    output_r, output_w = os.pipe()
    errors_r, errors_w = os.pipe()
    pid = processes.fork()
    if pid == 0:
        _become(machine, request, output_w, output_w if request.get("merge", True) else errors_w)
    os.close(output_w)
    os.close(errors_w)
    outs = {output_r: Output(int(request["limit"])), errors_r: Output(int(request["limit"]))}
    for descriptor in outs:
        os.set_blocking(descriptor, False)
    ended, status = _follow(machine, pid, outs, start + float(request["seconds"]))
    for descriptor, out in outs.items():
        for _ in range(1024):
            got = read_some(descriptor)
            if not got:
                break
            out.add(got)
        os.close(descriptor)
    if ended != "done":
        processes.kill_since(first, pid)
    fields = outs[output_r].fields()
    fields["errors"] = outs[errors_r].fields()["output"]
    fields["exit_code"] = processes.exit_code(status) if ended == "done" else 124
    fields["ended"], fields["seconds"] = ended, time.monotonic() - start
    return fields


def _become(machine: Machine, request: dict[str, Any], output: int, errors: int) -> None:
    argv = request["argv"]
    try:
        processes.keep_only({0: None, 1: output, 2: errors}, machine.held())
        machine.enter()
        go_to(request.get("cwd") or HOME)
        os.execvpe(argv[0], argv, dict(ENVIRONMENT, **request.get("env", {})))
    except BaseException as error:  # noqa: BLE001 - a forked child must not go on
        os.write(2, f"{argv[0]}: {error}\n".encode("utf-8", "replace"))
    os._exit(127)


def _follow(machine: Machine, pid: int, outs: dict[int, Output], deadline: float) -> tuple[str, int]:
    """Take the output of a child until it ends; return how it ended, and its wait status.

    A daemon that it leaves may hold the pipes open: nobody waits for that.
    """
    poll = select.poll()
    for descriptor in outs:
        poll.register(descriptor, select.POLLIN)
    end = _watch(pid)
    if end >= 0:
        poll.register(end, select.POLLIN)
    try:
        while True:
            if time.monotonic() >= deadline:
                return "timeout", 0
            if sum(out.total for out in outs.values()) > settings.FLOOD:
                return "flood", 0
            if machine.disk.full():
                return "disk", 0
            left = max(0.0, deadline - time.monotonic())
            for descriptor, _ in poll.poll(min(left, 0.2 if end >= 0 else 0.002) * 1000 + 1):
                if descriptor == end:
                    continue
                got = read_some(descriptor)
                outs[descriptor].add(got)
                if not got:
                    poll.unregister(descriptor)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return "done", status
    finally:
        if end >= 0:
            os.close(end)


def _watch(pid: int) -> int:
    """Return a descriptor that becomes readable when a process ends, -1 if there is no such thing here."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return -1


def put(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    """Write a file, with its folders."""

    def work() -> str:
        path = request["path"]
        if os.path.dirname(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
        # A pipe that the agent put there would be waited for.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError("not a plain file")
            file.write(base64.b64decode(request["data"]))
            os.fchmod(descriptor, request.get("mode", 0o644))
        return ""

    return _in_child(machine, work)


def get(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    """Read a plain file that is not larger than a limit."""

    def work() -> str:
        limit = int(request["limit"])
        descriptor = os.open(request["path"], os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError("not a plain file")
            data = file.read(limit + 1)
        if len(data) > limit:
            raise OSError(f"larger than {limit} bytes")
        return base64.b64encode(data).decode()

    return _in_child(machine, work)


def programs(machine: Machine, request: dict[str, Any]) -> dict[str, Any]:
    """Say which file each program's name leads to, and what tells it from another one; no program of the machine runs.

    Nobody on the machine can set the time of a change (``st_ctime``), nor the clock.
    """

    def work() -> str:
        return json.dumps([_program(name) for name in request["names"]])

    return _in_child(machine, work)


def _program(name: str) -> tuple[str, str] | None:
    for folder in ENVIRONMENT["PATH"].split(":"):
        path = os.path.join(folder, name)  # an absolute name stays as it is
        try:
            found = os.stat(path)
        except OSError:
            continue
        if stat.S_ISREG(found.st_mode):
            return path, f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
    return None


def _in_child(machine: Machine, work: Callable[[], str]) -> dict[str, Any]:
    """Do something with files as the agent sees them, in a forked child with the agent's rights."""
    answer_r, answer_w = os.pipe()
    pid = processes.fork()
    if pid == 0:
        _answer(machine, work, answer_w)
    os.close(answer_w)
    parts, deadline = [], time.monotonic() + _FILE_SECONDS
    while True:
        ready, _, _ = select.select([answer_r], [], [], max(0.0, deadline - time.monotonic()))
        got = os.read(answer_r, 1 << 20) if ready else b""
        if not got:
            break
        parts.append(got)
    os.close(answer_r)
    processes.kill(pid)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
    text = b"".join(parts)
    fields: dict[str, Any] = json.loads(text) if text else {"error": "TimeoutError: it took too long"}
    return fields


def _answer(machine: Machine, work: Callable[[], str], descriptor: int) -> None:
    try:
        # Not one of ours stays open: a link to /proc/self/fd would lead to it.
        processes.keep_only({0: None, 1: descriptor, 2: None}, machine.held())
        machine.enter()
        answer = {"data": work()}
    except BaseException as error:  # noqa: BLE001 - a forked child must not go on
        answer = {"error": f"{type(error).__name__}: {error}"}
    data = json.dumps(answer).encode()
    while data:
        data = data[os.write(1, data) :]
    os._exit(0)

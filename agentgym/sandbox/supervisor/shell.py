"""The persistent shell: a bash that runs one command after another and keeps its state in between."""

from __future__ import annotations

import os
import select
import time
from typing import Any, Protocol

from agentgym.sandbox.supervisor import processes, settings
from agentgym.sandbox.supervisor.output import Output, empty, read_some

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "USER": "root",
    "LOGNAME": "root", "SHELL": "/bin/bash", "LANG": "C.UTF-8", "TERM": "dumb", "PAGER": "cat",
    "DEBIAN_FRONTEND": "noninteractive",
}  # fmt: skip
# Commands come on descriptor 3, each ended by NUL; answers (exit code, folder, exported variables) leave on 4;
# 5 is the command's output. A command sees none of the three, so it cannot break the loop by closing them.
# A function hands the status of the command before over, as `$?` would be the loop's own otherwise; in an or-list,
# where `set -e` does not take it for a failure.
_LOOP = r"""
__sb_status=0
__sb_before() { return "$__sb_status"; }
while IFS= read -r -d '' -u 3 __sb_command; do
  {
    if [ "$__sb_status" = 0 ]; then eval "$__sb_command"
    else __sb_before || eval "$__sb_command"; fi
  } </dev/null >&5 2>&1 3<&- 4>&- 5>&-
  __sb_status=$?
  { printf '%s\0%s\0' "$__sb_status" "$PWD"; export -p; printf '\0'; } >&4
done
"""
# By way of a variable, so that the loop is not what `ps` is full of.
_START = 'eval "unset SB_LOOP; $SB_LOOP"'
_CROWDED_SECONDS = 1.0


class Disk(Protocol):
    """Tells whether more was written than may be."""

    def full(self) -> bool:
        """Whether the limit is passed."""
        ...


class Place(Protocol):
    """Where a shell lives: the episode's namespaces, and what is kept when the shell is renewed."""

    cwd: str
    exports: bytes

    @property
    def disk(self) -> Disk:
        """Watches what is written."""
        ...

    def enter(self) -> None:
        """Turn a forked child into a process of the agent."""

    def held(self) -> list[int]:
        """Return the descriptors that a child needs until it has entered."""
        ...

    def renew(self) -> None:
        """Start another shell in the same folder."""


class Shell:
    """One bash.

    Args:
        machine: where it lives.
    """

    def __init__(self, machine: Place) -> None:
        self._machine = machine
        command_r, self._commands = os.pipe()
        self._status, status_w = os.pipe()
        self._output, output_w = os.pipe()
        self.pid = processes.fork()
        if self.pid == 0:
            try:
                wanted = {0: None, 1: output_w, 2: output_w, 3: command_r, 4: status_w, 5: output_w}
                processes.keep_only(wanted, machine.held())
                machine.enter()
                go_to(machine.cwd)
                words = ["bash", "--noprofile", "--norc", "-c", _START]
                os.execve("/bin/bash", words, dict(ENVIRONMENT, SB_LOOP=_LOOP))
            except BaseException as error:  # noqa: BLE001 - a forked child must not go on
                os.write(2, repr(error).encode())
            os._exit(71)
        for descriptor in (command_r, status_w, output_w):
            os.close(descriptor)
        for descriptor in (self._commands, self._status, self._output):
            os.set_blocking(descriptor, False)
        self._closed = False
        self._code: int | None = None

    def run(self, command: str, seconds: float, limit: int) -> dict[str, Any]:
        """Run one command; return the fields of its answer."""
        start, first = time.monotonic(), processes.now()
        for descriptor in (self._output, self._status):
            empty(descriptor)  # what background jobs wrote since the last command belongs to nobody
        out = Output(limit)
        ended, status = self._follow(_encode(command), out, start + seconds)
        while out.total <= settings.FLOOD + (1 << 20):  # what is in the pipe still
            got = read_some(self._output)
            if not got:
                break
            out.add(got)
        fields = out.fields()
        if ended == "done":
            code, folder, exports = status.split(b"\0")[:3]
            fields["exit_code"] = int(code) if code.isdigit() else 1
            self._machine.cwd, self._machine.exports = folder.decode("utf-8", "surrogateescape"), exports
        else:
            fields["exit_code"] = self._code if ended == "exited" else 124
            processes.kill_since(first, self.pid)
            self._machine.renew()
        fields["ended"], fields["seconds"] = ended, time.monotonic() - start
        return fields

    def _follow(self, data: bytes, out: Output, deadline: float) -> tuple[str, bytes]:
        """Hand the command over and take its output until it ends; return how it ended, and its status."""
        status, sent, crowded, loop_ended = b"", 0, 0.0, False
        poll = select.poll()
        poll.register(self._output, select.POLLIN)
        poll.register(self._status, select.POLLIN)
        poll.register(self._commands, select.POLLOUT)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout", status
            ready = poll.poll(min(left, 0.005 if loop_ended else 0.2) * 1000 + 1)
            for descriptor, _ in ready:
                if descriptor == self._commands:
                    sent += _write(descriptor, data[sent : sent + 65536])
                    if sent >= len(data):
                        poll.unregister(descriptor)
                elif descriptor == self._output:
                    out.add(read_some(descriptor))
                else:
                    got = read_some(descriptor)
                    status += got
                    if not got:  # it exits, or has become another program by `exec`
                        loop_ended = True
                        poll.unregister(descriptor)
                    elif status.count(b"\0") >= 3:
                        return "done", status
            if loop_ended and not self.alive():
                return "exited", status
            if out.total > settings.FLOOD:
                return "flood", status
            if self._machine.disk.full():
                return "disk", status
            if not ready or crowded:
                crowded = _crowded_since(crowded)
                if crowded and time.monotonic() - crowded > _CROWDED_SECONDS:
                    return "processes", status

    def alive(self) -> bool:
        """Whether the shell's process lives."""
        if self._code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # collected with everything else
                pid, status = self.pid, 0
            if pid:
                self._code = processes.exit_code(status)
        return self._code is None

    def close(self) -> None:
        """Kill the shell."""
        if not self._closed:
            self._closed = True
            processes.kill(self.pid)
            for descriptor in (self._commands, self._status, self._output):
                os.close(descriptor)


def go_to(folder: str) -> None:
    """Change to a folder, to the root where it is no more."""
    try:
        os.chdir(folder)
    except OSError:
        os.chdir("/")


def _encode(command: str) -> bytes:
    try:
        return command.encode("utf-8", "surrogateescape") + b"\0"
    except UnicodeEncodeError:
        return command.encode("utf-8", "replace") + b"\0"


def _write(descriptor: int, data: bytes) -> int:
    try:
        return os.write(descriptor, data)
    except BlockingIOError:
        return 0
    except OSError:  # the shell is gone, which its status tells
        return len(data)


def _crowded_since(since: float) -> float:
    """Return since when there is no room for another process, 0 if there is."""
    if not processes.crowded():
        return 0.0
    return since or time.monotonic()

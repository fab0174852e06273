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
# Bash reads what it is to do line by line on its standard input, as it would from a person: no loop of ours is around
# a command that `break` or `continue` could reach. Its own output goes nowhere (what `set -x` and traps say of our
# lines); 3 is where the answer leaves, 4 the command's output, and a command sees neither, so it cannot break them.
# The answer is written by reserved words and assignments alone, since the agent may have a function or an alias of any
# name: `time` prints TIMEFORMAT. What the agent has put there is put back.
# All of it is one line, so that the numbers in bash's messages count commands and not what ours are made of.
_COMMAND = "{before}\\builtin \\eval {command} </dev/null >&4 2>&1 3>&- 4>&-; "
# In an or-list, where `set -e` does not take the status of the command before for a failure.
_BEFORE = "_=$(\\builtin \\exit {status}) || "
_TIMES = r"$'\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS'"  # what bash takes where TIMEFORMAT is not set
_ANSWER = (
    "__sb_status=$? __sb_times=${TIMEFORMAT-" + _TIMES + '} TIMEFORMAT="$__sb_status ${PWD//%/%%} {mark}"; '
    "{ time; } 2>&3; export -p >&3; TIMEFORMAT={mark}; { time; } 2>&3; "
    "TIMEFORMAT=$__sb_times; \\builtin \\unset __sb_status __sb_times\n"
)
_NOT_THERE = "bash: {error}\n"
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
        self._last, self._used = 0, False
        command_r, self._commands = os.pipe()
        self._status, status_w = os.pipe()
        self._output, output_w = os.pipe()
        self.pid = processes.fork()
        if self.pid == 0:
            try:
                wanted = {0: command_r, 1: None, 2: None, 3: status_w, 4: output_w}
                processes.keep_only(wanted, machine.held())
                machine.enter()
                go_to(machine.cwd)
                os.execve("/bin/bash", ["bash", "--noprofile", "--norc", "-s"], ENVIRONMENT)
            except OSError as error:  # the agent has removed it, or what it needs
                os.write(4, _NOT_THERE.format(error=error.strerror).encode())
            except BaseException as error:  # noqa: BLE001 - a forked child must not go on
                os.write(4, repr(error).encode())
            os._exit(127)
        for descriptor in (command_r, status_w, output_w):
            os.close(descriptor)
        for descriptor in (self._commands, self._status, self._output):
            os.set_blocking(descriptor, False)
        self._closed = False
        self._code: int | None = None

    def run(self, command: str, seconds: float, limit: int) -> dict[str, Any]:
        """Run one command; return the fields of its answer."""
        start, first = time.monotonic(), processes.now()
        if self._used:
            for descriptor in (self._output, self._status):
                empty(descriptor)  # what background jobs wrote since the last command belongs to nobody
        self._used = True
        out, mark = Output(limit), os.urandom(8).hex()
        lines = _COMMAND.format(
            before=_BEFORE.format(status=self._last) if self._last else "",
            command=_quoted(command),
        )
        data = _encode(lines + _ANSWER.replace("{mark}", mark))
        ended, status = self._follow(data, mark.encode(), out, start + seconds)
        while out.total <= settings.FLOOD + (1 << 20):  # what is in the pipe still
            got = read_some(self._output)
            if not got:
                break
            out.add(got)
        fields = out.fields()
        if ended == "done":
            told, exports = status.split(mark.encode())[:2]
            code, _, folder = told.strip(b"\n").partition(b" ")
            fields["exit_code"] = self._last = int(code) if code.isdigit() else 1
            self._machine.cwd, self._machine.exports = folder[:-1].decode("utf-8", "surrogateescape"), exports
        else:
            fields["exit_code"] = self._code if ended == "exited" else 124
            processes.kill_since(first, self.pid)
            self._machine.renew()
        fields["ended"], fields["seconds"] = ended, time.monotonic() - start
        return fields

    def _follow(self, data: bytes, mark: bytes, out: Output, deadline: float) -> tuple[str, bytes]:
        """Hand the command over and take its output until it ends; return how it ended, and its status.

        Args:
            data: what bash is to read.
            mark: stands in the status twice when it is whole.
            out: takes the output.
            deadline: until when the command may run.
        """
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
                    elif status.count(mark) >= 2:
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


def _quoted(command: str) -> str:
    """Return a command as one word of the shell, on one line."""
    escaped = command.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"$'{escaped}'"


def _encode(command: str) -> bytes:
    try:
        return command.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return command.encode("utf-8", "replace")


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

"""Runs a program as its child and ends it, with everything that it started, when its owner is gone.

Run as a script by :class:`agentgym.processes.guarded.GuardedProcess`, with the standard library alone. The owner holds
the other end of standard input: closing it asks for an orderly end, and it closes however the owner dies, ``kill -9``
included. The guard adopts what the program's processes leave behind (a subreaper, on Linux), so nothing escapes it by
outliving its parent; where there is no such thing, it finds them by the folder that their command lines name. Should
the guard itself be killed, the kernel takes the program down with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import time

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
ORDERLY = b"e"
"""What an owner that goes on says before it closes standard input."""
_GRACE = 10.0
"""Seconds between the request to end and the kill."""
OUTPUT = "output.log"
"""What the program writes, within its folder."""


def children_of(root: int) -> list[int]:
    """Return the ids of all processes below ``root``; needs ``/proc``, else none."""
    parents: dict[int, int] = {}
    try:
        names = os.listdir("/proc")
    except OSError:
        return []
    for name in names:
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):  # It ended meanwhile.
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
                if fields[0] != b"Z":
                    parents[int(name)] = int(fields[1])
    found: list[int] = []
    fresh = {root}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh}
        found += fresh
    return found


def naming(folder: str) -> list[int]:
    """Return the ids of processes, other than this one and ``ps``, whose command lines name a folder."""
    listing = subprocess.Popen(["ps", "-axwwo", "pid=,command="], stdout=subprocess.PIPE, text=True)
    rows = [line.strip().split(" ", 1) for line in listing.communicate()[0].splitlines()]
    return [
        int(pid)
        for pid, *command in rows
        if int(pid) not in (os.getpid(), listing.pid) and command and folder in command[0]
    ]


def _left(folder: str) -> list[int]:
    """Return the ids of what is still there of the program."""
    return children_of(os.getpid()) if os.path.isdir("/proc/self") else naming(folder)


def _dies_with_the_guard() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill(program: subprocess.Popen[bytes], pids: list[int]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _end(program: subprocess.Popen[bytes], folder: str) -> None:
    """Ask the program to end, then make everything below this process end."""
    with contextlib.suppress(ProcessLookupError):
        program.terminate()  # The program alone: it knows best how to end its own children.
    deadline = time.monotonic() + _GRACE
    while program.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(200):
        _kill(program, _left(folder))
        program.poll()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not _left(folder):
            return
        time.sleep(0.05)


def _as_three_and_four(pipes: str) -> tuple[int, ...]:
    """Make two descriptors, ``"5,7"``, the numbers 3 and 4 of this process and return those; none for none."""
    if not pipes:
        return ()
    given = [int(number) for number in pipes.split(",")]
    # Well out of the way first: one of them may be 3 or 4 itself.
    safe = [fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, 64) for number in given]
    for number in given:
        os.close(number)
    for number, wanted in zip(safe, (3, 4), strict=True):
        os.dup2(number, wanted)
        os.close(number)
    return (3, 4)


def main(owner: int, folder: str, pipes: str, command: list[str]) -> int:
    """Run ``command`` until it ends by itself or the process ``owner`` is gone; remove ``folder`` then.

    Args:
        owner: id of the process that it is run for.
        folder: its folder.
        pipes: descriptors that it has as 3 and 4, with a comma; empty for none.
        command: its command line.
    """
    passed = _as_three_and_four(pipes)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # What happens to the owner decides, and nothing else.
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    with open(os.path.join(folder, OUTPUT), "ab") as log:
        try:
            program = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_program_setup, pass_fds=passed,
            )  # fmt: skip
        except OSError as error:
            log.write(f"{command[0]}: {error}\n".encode())
            return 127
    for end in passed:  # The program's alone, so that its end closes them.
        os.close(end)
    print(program.pid, flush=True)
    said = b""
    while program.poll() is None and os.getppid() == owner:
        if select.select([sys.stdin], [], [], 0.2)[0]:
            said = os.read(sys.stdin.fileno(), 1)
            break
    code = program.poll()
    _end(program, folder)
    # An owner that lives reads the log, and removes the folder itself.
    if said != ORDERLY and (code is None or os.getppid() != owner):
        shutil.rmtree(folder, ignore_errors=True)
    return code if code is not None else 0


def _program_setup() -> None:
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _dies_with_the_guard()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]))

"""Runs a server as its child and ends it, with everything that it started, when its owner is gone.

Run as a script by :mod:`agentgym.serving.process`, with the standard library alone. The owner holds the other end
of standard input: closing it asks for an orderly end, and it closes however the owner dies, ``kill -9`` included.
The guard adopts what the server's processes leave behind (a subreaper, on Linux), so nothing escapes it by
outliving its parent; should the guard itself be killed, the kernel takes the server down with it.
"""

from __future__ import annotations

import contextlib
import ctypes
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


def _dies_with_the_guard() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _signal(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, number)
    for pid in children_of(os.getpid()):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, then make everything below this process end."""
    with contextlib.suppress(ProcessLookupError):
        server.terminate()  # The server alone: it knows best how to end its own children.
    deadline = time.monotonic() + _GRACE
    while server.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(200):
        _signal(server, signal.SIGKILL)
        server.poll()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not children_of(os.getpid()):
            return
        time.sleep(0.05)


def main(owner: int, folder: str, command: list[str]) -> int:
    """Run ``command`` until it ends by itself or the process ``owner`` is gone; remove ``folder`` then."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # What happens to the owner decides, and nothing else.
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    with open(os.path.join(folder, "server.log"), "ab") as log:
        try:
            server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_server_setup,
            )  # fmt: skip
        except OSError as error:
            log.write(f"{command[0]}: {error}\n".encode())
            return 127
    print(server.pid, flush=True)
    said = b""
    while server.poll() is None and os.getppid() == owner:
        if select.select([sys.stdin], [], [], 0.2)[0]:
            said = os.read(sys.stdin.fileno(), 1)
            break
    code = server.poll()
    _end(server)
    # An owner that lives reads the log, and removes the folder itself.
    if code is None and said != ORDERLY:
        shutil.rmtree(folder, ignore_errors=True)
    return code if code is not None else 0


def _server_setup() -> None:
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    _dies_with_the_guard()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))

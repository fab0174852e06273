"""Waits for its owner's end, then kills every process that names a folder, and removes the folder.

Run as a script by :mod:`agentgym.browser.chromium`: the owner holds the other end of standard input, which closes
however the owner ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time


def users(folder: str) -> list[int]:
    """Return the ids of processes, other than this one, whose command line names ``folder``."""
    if not os.path.isdir("/proc/self"):
        listing = subprocess.run(["ps", "-axo", "pid=,command="], capture_output=True, text=True, check=False)
        lines = [line.strip().split(" ", 1) for line in listing.stdout.splitlines()]
        return [int(p) for p, *rest in lines if int(p) != os.getpid() and rest and folder in rest[0]]
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    if folder.encode() in file.read():
                        found.append(int(name))
            except OSError:
                pass  # The process ended meanwhile.
    return found


def main(folder: str) -> None:
    """Wait for standard input to close, then clear up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's business.
    sys.stdin.buffer.read()
    for _ in range(50):
        pids = users(folder)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):  # It ended meanwhile.
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
        if not pids and not os.path.exists(folder):
            return
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1])

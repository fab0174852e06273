"""Who owns what: a mark of this process that tells, later and from another process, whether it still lives."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import socket
import tempfile
from pathlib import Path

LABEL = os.environ.get("AGENTGYM_LABEL", "agentgym")
"""What our containers and folders are known by; another one keeps apart what shares an engine."""

_PREFIX = f"{LABEL}-sandbox-"


def mark() -> str:
    """Return this process's mark: its number, and when it began, which tells reused numbers apart."""
    return f"{os.getpid()}-{started(os.getpid())}"


def lives(text: str) -> bool:
    """Whether the process of this machine that a mark is of still lives."""
    number, _, began = text.partition("-")
    return number.isdigit() and bool(began) and started(int(number)) == began


def started(pid: int) -> str:
    """Return when a process began, in ticks since boot; empty if there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = text[text.rindex(")") + 2 :].split()
    return "" if fields[0] == "Z" else fields[19]


@functools.cache
def host() -> str:
    """Return a name for this run of this machine and this namespace of process numbers.

    Two containers on one machine may share an engine, but not their process numbers.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return hashlib.sha256(f"{boot} {os.readlink('/proc/self/ns/pid')}".encode()).hexdigest()[:16]
    except OSError:
        return socket.gethostname()


def make_place() -> Path:
    """Make a temporary folder that is swept once this process is no more."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{host()[:8]}-{mark()}-"))


def sweep_places() -> int:
    """Remove the temporary folders of dead owners; return how many."""
    removed = 0
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(ValueError):
            machine, number, began, _ = place.name.removeprefix(_PREFIX).split("-", 3)
            if machine == host()[:8] and not lives(f"{number}-{began}"):
                shutil.rmtree(place, ignore_errors=True)
                removed += not place.exists()
    return removed

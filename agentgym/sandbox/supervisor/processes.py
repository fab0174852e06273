"""Forking, and killing what was begun: by moment, or everything."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Collection, Mapping

from agentgym.sandbox.supervisor import settings

Moment = tuple[int, int]
"""Clock ticks since boot, and the last process number that was given until then."""

_COUNTERS = ("/sys/fs/cgroup/pids.current", "/sys/fs/cgroup/pids/pids.current")


def fork() -> int:
    """Fork, also where a fork bomb has taken every process number: then everything dies first."""
    try:
        return os.fork()
    except OSError:
        kill_everything()
        return os.fork()


def keep_only(wanted: Mapping[int, int | None], held: Collection[int] = ()) -> None:
    """Arrange a forked child's descriptors by ``{number: what}`` (``None`` is /dev/null) and close the rest.

    Those ``held`` stay as well, until the child executes something.
    """
    high = {n: fcntl.fcntl(d, fcntl.F_DUPFD, 200) for n, d in wanted.items() if d is not None}
    empty = os.open("/dev/null", os.O_RDONLY)
    for number in wanted:
        os.dup2(high.get(number, empty), number)
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in wanted and int(name) not in held:
            with contextlib.suppress(OSError):  # the one that listed the folder
                os.close(int(name))


def now() -> Moment:
    """Return the moment, as processes are dated."""
    try:
        with open("/proc/sys/kernel/ns_last_pid") as file:
            last = int(file.read())
    except (OSError, ValueError):
        last = 0
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK")), last


def processes() -> list[int]:
    """Return the numbers of all processes but this one."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def count() -> int:
    """Return how many processes and threads there are, as far as it can be known."""
    for path in _COUNTERS:
        try:
            with open(path) as file:
                return int(file.read())
        except (OSError, ValueError):
            continue
    return len(processes()) + 1


def crowded() -> bool:
    """Whether hardly another process can be begun."""
    return settings.PROCESSES > 0 and count() >= settings.PROCESSES - 4


def began(pid: int) -> Moment:
    """Return when a process began."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            text = file.read()
        return int(text[text.rindex(")") + 2 :].split()[19]), pid
    except (OSError, ValueError):
        return -1, pid


def kill_since(first: Moment, also: int) -> None:
    """Kill ``also`` and every process that began after a moment; the jobs of earlier commands live on."""
    for _ in range(100):
        victims = [p for p in processes() if p == also or began(p) > first]
        for pid in victims:
            kill(pid)
        reap()
        if not victims:
            return
        time.sleep(0.0005)
    kill_everything()  # they multiply faster than they can be listed


def kill(pid: int) -> None:
    """Kill a process, if it is there."""
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def kill_everything() -> None:
    """Kill all processes but this one until none is left; needs no fork, so a fork bomb cannot hinder it."""
    for _ in range(4000):
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            break
        reap()
        if not processes():
            break
        time.sleep(0.0005)
    reap()


def reap() -> None:
    """Collect the processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def exit_code(status: int) -> int:
    """Return what a shell would say of a wait status."""
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)

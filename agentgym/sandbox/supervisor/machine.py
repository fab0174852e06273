"""Everything of one episode: its namespaces, its shell, and what a process of the agent may do."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import time

from agentgym.sandbox.supervisor import kernel, processes, settings
from agentgym.sandbox.supervisor.shell import Shell
from agentgym.sandbox.supervisor.space import Space

HOME = "/root"


class Machine:
    """One episode after another."""

    def __init__(self) -> None:
        self.disk = DiskWatch()
        self._renewing = False
        self._begin()

    def _begin(self) -> None:
        self.space = Space() if settings.OVERLAID else None
        self.cwd, self.exports = HOME, b""
        self.shell = Shell(self)
        # Every shell has run one command when an agent's first one comes: bash counts them.
        self.began = str(self.shell.run(":", 5.0, 1024)["ended"])

    def enter(self) -> None:
        """Turn a forked child into a process of the agent."""
        os.setsid()
        if self.space is not None:
            self.space.enter()
        kernel.forbid_new_privileges()
        if os.getuid() == 0:
            kernel.drop_capabilities(kernel.ROOT)
        kernel.filter_calls()
        _limit()
        kernel.set_dumpable(True)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("800")  # process 1 is the last to go
        os.umask(0o022)
        for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)

    def held(self) -> list[int]:
        """Return the descriptors that a child needs until it has entered."""
        return self.space.descriptors if self.space is not None else []

    def renew(self) -> None:
        """Kill the shell and start another in the same folder, with the exported variables of the last command."""
        self.shell.close()
        self.shell = Shell(self)
        if self._renewing:  # The new one ended at once: an agent may have removed what it needs.
            return
        self._renewing, exports = True, self.exports
        self.shell.run(exports.decode("utf-8", "surrogateescape") or ":", 5.0, 4096)
        self._renewing, self.exports = False, self.exports or exports

    def reset(self) -> None:
        """Kill everything; where the filesystem is the supervisor's also throw the files away."""
        processes.kill_everything()
        self.shell.close()
        if self.space is not None:
            self.space.close()
        self.disk = DiskWatch()
        self._begin()


class DiskWatch:
    """Notices when more is written than may be, where the filesystem has no size of its own.

    The filesystem is the host's then, on which others write as well: so what is gone from it counts only if files
    that were changed since can be found, or if far too much is gone.
    """

    def __init__(self) -> None:
        self._free = _free() if settings.WATCH_DISK else 0
        self._began = time.time() - 1
        self._next = 0.0

    def full(self) -> bool:
        """Whether the limit is passed; looks at most five times a second."""
        if not settings.WATCH_DISK or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + 0.2
        gone = self._free - _free()
        if gone <= settings.DISK:
            return False
        return gone > 16 * settings.DISK or _written("/", self._began) > settings.DISK


def _free() -> int:
    space = os.statvfs("/")
    return space.f_bavail * space.f_frsize


def _written(folder: str, since: float) -> int:
    device, total, folders = os.lstat(folder).st_dev, 0, [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                stat = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if entry.is_dir(follow_symlinks=False):
                if stat.st_dev == device:
                    folders.append(entry.path)
            elif stat.st_ctime >= since:
                total += stat.st_blocks * 512
    return total


def _limit() -> None:
    limits = [(resource.RLIMIT_NOFILE, settings.OPEN_FILES), (resource.RLIMIT_CORE, 0)]
    if settings.LIMIT_PROCESSES:
        limits.append((resource.RLIMIT_NPROC, settings.PROCESSES))
    if settings.MEMORY:
        limits.append((resource.RLIMIT_AS, settings.MEMORY))
    if settings.WATCH_DISK:
        limits.append((resource.RLIMIT_FSIZE, settings.DISK))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))

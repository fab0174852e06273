"""File descriptors: a thousand connections need more of them than a shell allows by default."""

from __future__ import annotations

import resource

SPARE = 256
"""Descriptors for everything that is no connection: logs, pipes of workers, sandboxes."""


def allow_files(connections: int) -> None:
    """Raise this process's soft limit so that so many connections fit, as far as the hard limit lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if most > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

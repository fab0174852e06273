"""Warm sandboxes: given back ones are reset and kept for the next environment of the same kind."""

from __future__ import annotations

import functools

from agentgym.processes.pool import PerProcess, Pool
from agentgym.sandbox.backends import choose, start
from agentgym.sandbox.interface import Sandbox, Spec


class SandboxPools:
    """The warm sandboxes of one process: a pool for each backend."""

    def __init__(self) -> None:
        self._pools: dict[str, Pool[Spec, Sandbox]] = {}

    def of(self, backend: str) -> Pool[Spec, Sandbox]:
        """Return the pool of a backend (``docker``, ``bubblewrap``)."""
        if backend not in self._pools:
            self._pools[backend] = Pool(functools.partial(start, backend=backend))
        return self._pools[backend]

    def close(self) -> None:
        """Close every sandbox that waits."""
        for pool in list(self._pools.values()):
            pool.close()


POOLS = PerProcess(SandboxPools)
"""This process's. Closed with the process; a worker that ends otherwise closes it by :func:`drain`."""


def acquire(spec: Spec | None = None, backend: str = "auto") -> Sandbox:
    """Return a fresh sandbox: one that waits, or a new one.

    Raises:
        SandboxError: none can be started.
    """
    return _pool(backend).acquire(spec if spec is not None else Spec())


def warm(count: int, spec: Spec | None = None, backend: str = "auto") -> None:
    """Start sandboxes ahead, several at a time, until ``count`` wait.

    Raises:
        SandboxError: one cannot be started.
    """
    _pool(backend).warm(count, spec if spec is not None else Spec())


def release(sandbox: Sandbox) -> None:
    """Give a sandbox back: it is reset now and kept, or closed if that fails or enough are waiting."""
    POOLS.get().of(sandbox.backend).release(sandbox)


def drain() -> None:
    """Close every sandbox of this process that waits."""
    POOLS.get().close()


def _pool(backend: str) -> Pool[Spec, Sandbox]:
    chosen = choose(backend)
    if backend == "auto" and chosen == "bubblewrap":
        from agentgym.sandbox.bubblewrap_backend import notice

        notice()
    return POOLS.get().of(chosen)

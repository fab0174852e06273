"""Warm sandboxes: given back ones are reset and kept for the next environment of the same kind."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from agentgym.errors import AgentGymError
from agentgym.sandbox.backends import choose, start
from agentgym.sandbox.interface import Sandbox, Spec

MOST_IDLE = 16
"""Sandboxes that wait at most; more are closed."""

_idle: dict[tuple[str, Spec], list[Sandbox]] = defaultdict(list)
_lock = threading.Lock()
_owner = os.getpid()


def acquire(spec: Spec | None = None, backend: str = "auto") -> Sandbox:
    """Return a fresh sandbox: one that waits, or a new one.

    Raises:
        SandboxError: none can be started.
    """
    wanted = spec if spec is not None else Spec()
    chosen = choose(backend)
    with _lock:
        _forget_the_parents()
        waiting = _idle[chosen, wanted]
        while waiting:
            sandbox = waiting.pop()
            if sandbox.alive:
                return sandbox
    return start(wanted, backend)


def warm(count: int, spec: Spec | None = None, backend: str = "auto") -> None:
    """Start sandboxes ahead, several at a time, until ``count`` wait.

    Raises:
        SandboxError: one cannot be started.
    """
    wanted = spec if spec is not None else Spec()
    with _lock:
        _forget_the_parents()
        missing = min(count, MOST_IDLE) - len(_idle[choose(backend), wanted])
    if missing > 0:
        with ThreadPoolExecutor(min(missing, 4)) as threads:
            for sandbox in threads.map(lambda _: start(wanted, backend), range(missing)):
                _keep(sandbox)


def release(sandbox: Sandbox) -> None:
    """Give a sandbox back: it is reset now and kept, or closed if that fails or enough are waiting."""
    with _lock:
        full = sum(map(len, _idle.values())) >= MOST_IDLE
    try:
        if full or not sandbox.alive:
            sandbox.close()
            return
        sandbox.reset()
    except AgentGymError:  # it is dead; whoever comes next gets another
        with contextlib.suppress(AgentGymError):
            sandbox.close()
        return
    _keep(sandbox)


@atexit.register
def drain() -> None:
    """Close every sandbox that waits."""
    with _lock:
        _forget_the_parents()
        waiting = [s for group in _idle.values() for s in group]
        _idle.clear()
    for sandbox in waiting:  # all at once first
        sandbox.hang_up()
    for sandbox in waiting:
        with contextlib.suppress(AgentGymError):
            sandbox.close()


def _keep(sandbox: Sandbox) -> None:
    with _lock:
        _idle[sandbox.backend, sandbox.spec].append(sandbox)


def _forget_the_parents() -> None:
    """In a forked worker: the parent's sandboxes are the parent's."""
    global _owner
    if _owner != os.getpid():
        _idle.clear()
        _owner = os.getpid()

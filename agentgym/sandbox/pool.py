"""Warm sandboxes: given back ones are reset and kept for the next environment of the same kind."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections import defaultdict

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
    global _owner
    wanted = spec if spec is not None else Spec()
    with _lock:
        if _owner != os.getpid():  # a forked worker: the parent's sandboxes are the parent's
            _idle.clear()
            _owner = os.getpid()
        waiting = _idle[choose(backend), wanted]
        while waiting:
            sandbox = waiting.pop()
            if sandbox.alive:
                return sandbox
    return start(wanted, backend)


def release(sandbox: Sandbox) -> None:
    """Give a sandbox back: it is reset now and kept, or closed if that fails or enough are waiting."""
    if not sandbox.alive:
        sandbox.close()
        return
    with _lock:
        full = sum(map(len, _idle.values())) >= MOST_IDLE
    if full:
        sandbox.close()
        return
    try:
        sandbox.reset()
    except AgentGymError:
        sandbox.close()
        return
    with _lock:
        _idle[sandbox.backend, sandbox.spec].append(sandbox)


@atexit.register
def drain() -> None:
    """Close every sandbox that waits."""
    if _owner != os.getpid():
        return
    with _lock:
        waiting = [s for group in _idle.values() for s in group]
        _idle.clear()
    for sandbox in waiting:
        with contextlib.suppress(Exception):
            sandbox.close()

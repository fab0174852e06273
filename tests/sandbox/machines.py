"""What the tests of sandboxes share: which backends there are, and one warm sandbox of each."""

from __future__ import annotations

import functools

import pytest

from agentgym.errors import DependencyError, SandboxError
from agentgym.sandbox import Sandbox, Spec, start

BACKENDS = ("docker", "bubblewrap")


@functools.cache
def lacking(backend: str) -> str:
    """Return why a backend cannot be tested here, empty if it can."""
    from agentgym.sandbox import bubblewrap_backend, engine

    if backend == "bubblewrap":
        return bubblewrap_backend.missing()
    try:
        engine.connect()
    except (SandboxError, DependencyError) as error:
        return str(error)
    return ""


def need(backend: str) -> None:
    """Skip a test where its backend is not there; say why."""
    if lack := lacking(backend):
        pytest.skip(f"{backend}: {lack}")


class Slot:
    """A sandbox that is started when it is first used, and again if a test has lost it."""

    def __init__(self, backend: str, spec: Spec) -> None:
        self.backend, self.spec = backend, spec
        self._sandbox: Sandbox | None = None

    def fresh(self) -> Sandbox:
        """Return it, reset."""
        need(self.backend)
        if self._sandbox is None or not self._sandbox.alive:
            self._sandbox = start(self.spec, self.backend)
        self._sandbox.reset()
        return self._sandbox

    def close(self) -> None:
        """End it."""
        if self._sandbox is not None:
            self._sandbox.close()

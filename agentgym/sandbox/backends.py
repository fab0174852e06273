"""Choosing a backend: Docker by default, bubblewrap where no engine answers, never the bare host."""

from __future__ import annotations

import functools
from typing import Literal

from agentgym.errors import DependencyError, SandboxError, unknown_name
from agentgym.sandbox.interface import Sandbox, Spec

BACKENDS = ("auto", "docker", "bubblewrap")
Backend = Literal["auto", "docker", "bubblewrap"]


def start(spec: Spec, backend: str = "auto") -> Sandbox:
    """Start a sandbox.

    Args:
        spec: what it is made of.
        backend: ``auto`` takes Docker, and bubblewrap only if no engine answers, saying so once.

    Raises:
        SandboxError: it cannot be started; names what is missing.
        UnknownNameError: another backend.
    """
    from agentgym.sandbox.bubblewrap_backend import BubblewrapSandbox, notice

    chosen = choose(backend)
    if chosen == "docker":
        from agentgym.sandbox.docker_backend import DockerSandbox

        return DockerSandbox(spec)
    if backend == "auto":
        notice()
    return BubblewrapSandbox(spec)


@functools.cache
def choose(backend: str = "auto") -> str:
    """Return the backend that is meant: ``docker`` or ``bubblewrap``.

    Raises:
        SandboxError: ``auto``, and neither works here.
    """
    from agentgym.sandbox import engine
    from agentgym.sandbox.bubblewrap_backend import missing

    if backend not in BACKENDS:
        raise unknown_name("sandbox backend", backend, BACKENDS)
    if backend != "auto":
        return backend
    try:
        engine.connect()
    except (SandboxError, DependencyError) as no_engine:
        lack = missing()
        if lack:
            raise SandboxError(
                f"There is no sandbox here, and commands of a model never run outside of one. Either a Docker engine: "
                f"{no_engine} Or bubblewrap: {lack}."
            ) from None
        return "bubblewrap"
    return "docker"


def unavailable(backend: str = "auto") -> str:
    """Return why this machine has no sandbox of a backend, and the mend; ``""`` if it has."""
    from agentgym.sandbox import engine
    from agentgym.sandbox.bubblewrap_backend import missing

    try:
        if choose(backend) == "bubblewrap":
            return missing()
        engine.connect()
    except (SandboxError, DependencyError) as error:
        return str(error)
    return ""

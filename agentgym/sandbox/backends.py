"""Choosing a backend: Docker by default, bubblewrap where no engine answers, never the bare host."""

from __future__ import annotations

import functools
from collections.abc import Callable
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
        UnknownNameError: another backend.
    """
    from agentgym.sandbox.bubblewrap_backend import missing

    return pick(
        backend, missing, "There is no sandbox here, and commands of a model never run outside of one."
    )


def resolved(backend: str = "auto") -> str:
    """Return the backend that is meant, for an environment's definition: two backends are two machines.

    Where there is no sandbox ``auto`` stays ``auto``: nothing can be played.
    """
    try:
        return choose(backend)
    except SandboxError:
        return backend


def unavailable(backend: str = "auto") -> str:
    """Return why this machine has no sandbox of a backend, and the mend; ``""`` if it has."""
    from agentgym.sandbox.bubblewrap_backend import missing

    return lack(lambda: choose(backend), missing)


def pick(backend: str, missing: Callable[[], str], nothing: str) -> str:
    """Return the backend that is meant: ``auto`` is Docker, and bubblewrap only if no engine answers.

    Args:
        backend: one of :data:`BACKENDS`.
        missing: says what bubblewrap lacks here, ``""`` if nothing.
        nothing: what the error begins with where neither works.

    Raises:
        SandboxError: ``auto``, and neither works here.
        UnknownNameError: another backend.
    """
    from agentgym.sandbox import engine

    if backend not in BACKENDS:
        raise unknown_name("sandbox backend", backend, BACKENDS)
    if backend != "auto":
        return backend
    try:
        engine.connect()
    except (SandboxError, DependencyError) as no_engine:
        if lacking := missing():
            raise SandboxError(
                f"{nothing} Either a Docker engine: {no_engine} Or bubblewrap: {lacking}."
            ) from None
        return "bubblewrap"
    return "docker"


def lack(chosen: Callable[[], str], missing: Callable[[], str]) -> str:
    """Return why what was chosen does not work here, and the mend; ``""`` if it does.

    Args:
        chosen: returns the backend, or raises what :func:`pick` does.
        missing: says what bubblewrap lacks here.
    """
    from agentgym.sandbox import engine

    try:
        if chosen() == "bubblewrap":
            return missing()
        engine.connect()
    except (SandboxError, DependencyError) as error:
        return str(error)
    return ""

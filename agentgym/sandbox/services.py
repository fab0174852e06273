"""Starting servers of ours.

Where a Docker engine answers a server is a container (:mod:`.docker_service`), elsewhere the distribution's own program
in bubblewrap (:mod:`.bubblewrap_service`): the choice that sandboxes make, and as there never the bare host.
"""

from __future__ import annotations

import contextlib
import sys
from functools import cache

from agentgym.errors import AgentGymError
from agentgym.sandbox.backends import lack, pick
from agentgym.sandbox.bubblewrap_service import BubblewrapService, missing
from agentgym.sandbox.docker_service import DockerService
from agentgym.sandbox.service import Service, ServiceSpec


def start(spec: ServiceSpec, backend: str = "auto", tries: int = 2) -> Service:
    """Start a server; once more if the machine was too busy the first time.

    Args:
        spec: what it is.
        backend: ``auto`` takes Docker, and bubblewrap only if no engine answers, saying so once.
        tries: how often at most.

    Raises:
        SandboxError: it does not start, or there is nothing that it could run in.
        UnknownNameError: another backend.
    """
    chosen = choose(spec, backend)
    if backend == "auto" and chosen == "bubblewrap":
        _notice(spec.sandbox.image)
    for _ in range(tries - 1):
        with contextlib.suppress(AgentGymError):
            return _made(spec, chosen)
    return _made(spec, chosen)


def choose(spec: ServiceSpec, backend: str = "auto") -> str:
    """Return the backend that is meant: ``docker`` or ``bubblewrap``.

    Raises:
        SandboxError: neither works here.
        UnknownNameError: another backend.
    """
    nothing = f"There is nothing that the server {spec.sandbox.image!r} could run in."
    return pick(backend, lambda: missing(spec), nothing)


def unavailable(spec: ServiceSpec, backend: str = "auto") -> str:
    """Return why a server cannot be started on this machine, and the mend; ``""`` if it can."""
    return lack(lambda: choose(spec, backend), lambda: missing(spec))


def _made(spec: ServiceSpec, backend: str) -> Service:
    return DockerService(spec) if backend == "docker" else BubblewrapService(spec)


@cache
def _notice(name: str) -> None:
    print(
        f"No Docker engine answers: the server {name!r} runs in a bubblewrap sandbox, as the distribution packages it. "
        "docs/sandbox.md says what that limits.",
        file=sys.stderr,
    )

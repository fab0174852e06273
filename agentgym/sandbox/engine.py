"""The Docker engine: connections to it, whose containers are whose, and sweeping those of dead owners."""

from __future__ import annotations

import functools
import os
import socket
import threading
from pathlib import Path
from typing import Any

from agentgym.errors import DependencyError, SandboxError

LABEL = "agentgym"
_local = threading.local()


def connect() -> Any:
    """Return this thread's connection, a ``docker.APIClient``; ``DOCKER_HOST`` and its like are followed.

    Raises:
        DependencyError: docker-py is not installed.
        SandboxError: no engine answers.
    """
    client = getattr(_local, "client", None)
    if client is not None and _local.pid == os.getpid():
        return client
    try:
        import docker
    except ImportError:
        raise DependencyError(
            "The docker sandbox needs docker-py: pip install 'agentgym[sandbox]'."
        ) from None
    try:
        client = docker.from_env(timeout=120).api
        client.ping()
    except Exception as error:
        raise SandboxError(
            f"No Docker engine answers at {os.environ.get('DOCKER_HOST', 'the default socket')}: {_first_line(error)}. "
            "Install and start one (apt-get install docker.io; systemctl start docker, or dockerd), or set DOCKER_HOST."
        ) from None
    _local.client, _local.pid = client, os.getpid()
    return client


def labels(kind: str) -> dict[str, str]:
    """Return what every container of ours carries: what it is for, and who owns it."""
    return {
        LABEL: kind,
        f"{LABEL}.owner": str(os.getpid()),
        f"{LABEL}.owner.started": started(os.getpid()),
        f"{LABEL}.host": _host(),
        f"{LABEL}.run": os.environ.get("AGENTGYM_RUN", ""),
    }


def containers() -> list[dict[str, Any]]:
    """Return all containers of ours, also those that do not run."""
    found: list[dict[str, Any]] = connect().containers(all=True, filters={"label": LABEL})
    return found


def orphaned(container: dict[str, Any]) -> bool:
    """Whether the owner of a container was a process of this machine that is no more."""
    marks = container.get("Labels") or {}
    if marks.get(f"{LABEL}.host") != _host():
        return False
    return started(int(marks.get(f"{LABEL}.owner", "0"))) != marks.get(f"{LABEL}.owner.started")


def sweep(*, everything: bool = False) -> int:
    """Remove the containers of dead owners, or (``everything``) all of ours; return how many."""
    removed = 0
    for container in containers():
        if everything or orphaned(container):
            removed += remove(container["Id"])
    return removed


@functools.cache
def sweep_once() -> int:
    """Sweep when this process starts its first sandbox."""
    return sweep()


def remove(name: str) -> bool:
    """Remove a container, whatever it does; return whether it was there."""
    import docker

    try:
        connect().remove_container(name, force=True, v=True)
    except docker.errors.NotFound:
        return False
    except docker.errors.APIError as error:
        if error.status_code == 409:  # it is being removed already
            return False
        raise
    return True


def started(pid: int) -> str:
    """Return when a process began, in ticks since boot; empty if there is none. Tells reused numbers apart."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = text[text.rindex(")") + 2 :].split()
    return "" if fields[0] == "Z" else fields[19]


@functools.cache
def _host() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return socket.gethostname()


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0][:200]

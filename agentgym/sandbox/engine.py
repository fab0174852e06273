"""The Docker engine: connections to it, whose containers are whose, and sweeping those of dead owners."""

from __future__ import annotations

import contextlib
import functools
import os
import threading
from collections.abc import Iterator
from typing import Any

from agentgym.errors import DependencyError, SandboxError
from agentgym.processes import owner
from agentgym.processes.owner import LABEL

OWNER, HOST, RUN = f"{LABEL}.owner", f"{LABEL}.host", f"{LABEL}.run"
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
        import requests
    except ImportError:
        raise DependencyError("The docker sandbox needs docker-py: pip install 'docker>=7.1'.") from None
    try:
        client = docker.from_env(timeout=120).api
        client.ping()
    except (
        docker.errors.DockerException,
        requests.exceptions.RequestException,
        OSError,
        ValueError,
    ) as error:
        raise SandboxError(
            f"No Docker engine answers at {os.environ.get('DOCKER_HOST', 'the default socket')}: "
            f"{_first_line(error)}. Install and start one (apt-get install docker.io; systemctl start docker, or "
            "dockerd), or set DOCKER_HOST."
        ) from None
    _local.client, _local.pid = client, os.getpid()
    return client


@contextlib.contextmanager
def errors(what: str) -> Iterator[None]:
    """Turn the errors of docker-py and of its connection into ours.

    Raises:
        SandboxError: ``what`` happened, and the engine's own words.
    """
    import docker
    import requests

    try:
        yield
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        raise SandboxError(f"{what}: {_first_line(error)}") from error


@functools.cache
def info() -> dict[str, Any]:
    """Return what the engine says of itself."""
    with errors("The Docker engine does not say what it can do"):
        found: dict[str, Any] = connect().info()
        return found


def limits_lacking() -> list[str]:
    """Return what the engine cannot limit here: of ``memory``, ``processes``, ``processor``.

    A rootless engine on control groups of version 1 can do none of it, one on version 2 what was delegated to it.
    """
    says = info()
    kinds = {"memory": "MemoryLimit", "processes": "PidsLimit", "processor": "CpuCfsQuota"}
    none = says.get("CgroupDriver") == "none"
    return [kind for kind, key in kinds.items() if none or says.get(key) is False]


def labels(kind: str) -> dict[str, str]:
    """Return what every container of ours carries: what it is for, and who owns it."""
    return {LABEL: kind, OWNER: owner.mark(), HOST: owner.host(), RUN: os.environ.get("AGENTGYM_RUN", "")}


def containers() -> list[dict[str, Any]]:
    """Return all containers of ours, also those that do not run.

    One that somebody else started from an image of ours has no owner of ours, and is not ours.
    """
    with errors("The engine does not list its containers"):
        found: list[dict[str, Any]] = connect().containers(all=True, filters={"label": [LABEL, OWNER]})
        return found


def orphaned(container: dict[str, Any]) -> bool:
    """Whether the owner of a container was a process of this machine that is no more."""
    marks = container.get("Labels") or {}
    return marks.get(HOST) == owner.host() and not owner.lives(marks.get(OWNER, ""))


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
    owner.sweep_places()
    return sweep()


def remove(name: str) -> bool:
    """Remove a container, whatever it does; return whether it was there.

    Raises:
        SandboxError: the engine does not do it.
    """
    import docker

    with errors(f"The container {name[:12]} could not be removed"):
        try:
            connect().remove_container(name, force=True, v=True)
        except docker.errors.NotFound:
            return False
        except docker.errors.APIError as error:
            if error.status_code == 409:  # it is being removed already
                return False
            raise
    return True


def _first_line(error: BaseException) -> str:
    return str(error).split("\n")[0][:300]

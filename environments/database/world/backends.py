"""The backend that a name or an address stands for."""

from __future__ import annotations

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.limits import Limits
from agentgym.errors import OptionError

NAMES = ("sqlite", "mariadb")


def check(backend: str) -> None:
    """Check a name.

    Raises:
        OptionError: it is neither a name of ours nor an address.
    """
    if backend not in NAMES and "://" not in backend:
        raise OptionError(
            "backend is 'sqlite', 'mariadb' or an SQLAlchemy URL such as mysql+pymysql://user:password@host/; "
            f"got {backend!r}."
        )


def start(backend: str, limits: Limits, *, dialect: str = "mysql") -> Backend:
    """Start a backend.

    Args:
        backend: ``sqlite``, ``mariadb``, or an SQLAlchemy URL.
        limits: what a statement may take.
        dialect: what the model writes on ``sqlite``: ``mysql`` or ``sqlite``.

    Raises:
        OptionError: an address that is no URL.
        DependencyError: a driver is not installed.
        SandboxError: MariaDB does not start.
        EnvironmentFailure: a server does not answer.
    """
    if backend == "mariadb":
        from agentgym.environments.database.world.mariadb import MariaDBBackend

        return MariaDBBackend(limits)
    if backend == "sqlite":
        from agentgym.environments.database.world.sqlite.backend import SQLiteBackend

        return SQLiteBackend(limits, dialect=dialect)
    from agentgym.environments.database.world.urls import from_url

    return from_url(backend, limits)

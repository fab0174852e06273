"""The backend that a name or an address stands for."""

from __future__ import annotations

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.limits import Limits
from agentgym.errors import OptionError, SandboxError

NAMES = ("sqlite", "mariadb", "mariadb:docker", "mariadb:bubblewrap")


def shown(backend: str) -> str:
    """Return a backend as it may be shown and logged: without the password of a URL.

    Raises:
        OptionError: it is neither a name of ours nor a URL.
    """
    if backend in NAMES:
        return backend
    if "://" not in backend:
        raise OptionError(
            "backend is 'sqlite', 'mariadb' or an SQLAlchemy URL such as mysql+pymysql://user:password@host/ "
            f"(or 'mariadb:docker', 'mariadb:bubblewrap'); got {backend!r}."
        )
    import sqlalchemy

    try:
        return sqlalchemy.make_url(backend).render_as_string(hide_password=True)
    except sqlalchemy.exc.ArgumentError as error:
        raise OptionError(f"backend={backend!r} is no SQLAlchemy URL: {error}") from None


def resolved(backend: str) -> str:
    """Return a backend as it defines an episode: ``mariadb`` is one of two servers, an image's or the distribution's.

    Where neither can run it stays ``mariadb``: nothing can be played.
    """
    if backend != "mariadb":
        return backend
    from agentgym.environments.database.world.mariadb import SERVER
    from agentgym.sandbox import services

    try:
        return f"mariadb:{services.choose(SERVER)}"
    except SandboxError:
        return backend


def start(backend: str, limits: Limits, *, dialect: str = "mysql") -> Backend:
    """Start a backend.

    Args:
        backend: ``sqlite``; ``mariadb`` (in Docker, or in bubblewrap where no engine answers; ``mariadb:docker`` and
            ``mariadb:bubblewrap`` name one); or an SQLAlchemy URL.
        limits: what a statement may take.
        dialect: what the model writes on ``sqlite``: ``mysql`` or ``sqlite``.

    Raises:
        DependencyError: a driver is not installed.
        SandboxError: MariaDB does not start.
        EnvironmentFailure: a server does not answer.
    """
    if backend in NAMES[1:]:
        from agentgym.environments.database.world.mariadb import SANDBOXES, MariaDBBackend

        return MariaDBBackend(limits, SANDBOXES[backend])
    if backend == "sqlite":
        from agentgym.environments.database.world.sqlite.backend import SQLiteBackend

        made: Backend = SQLiteBackend(limits, dialect=dialect)
        return made
    from agentgym.environments.database.world.urls import from_url

    return from_url(backend, limits)

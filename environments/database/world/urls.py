"""Servers that users name by an SQLAlchemy URL."""

from __future__ import annotations

import warnings
from typing import Any

import sqlalchemy
from sqlalchemy import exc
from sqlalchemy.pool import NullPool

from agentgym.environments.database.world.accounts import (
    Accounts,
    MySQLAccounts,
    PlainAccounts,
    PostgresAccounts,
)
from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.server import ServerBackend, message
from agentgym.errors import DependencyError, EnvironmentFailure, OptionError
from agentgym.install import hint


def from_url(text: str, limits: Limits) -> Backend:
    """Make the backend of an SQLAlchemy URL.

    Raises:
        OptionError: it is no URL.
        DependencyError: its driver is not installed.
    """
    try:
        url = sqlalchemy.make_url(text)
        if url.get_backend_name() == "sqlite":
            raise OptionError(
                f"backend={text!r}: SQLite does not compute as a server does; backend='sqlite' is the embedded MySQL."
            )
        admin = _engine(url, keep=True)
    except exc.ArgumentError as error:
        raise OptionError(f"backend={text!r} is no SQLAlchemy URL: {error}") from None
    except ImportError as error:
        raise DependencyError(
            f"backend={url.render_as_string(hide_password=True)!r} needs the driver {error.name}: pip install it "
            f"(for MySQL and MariaDB: {hint('database')})."
        ) from error
    accounts = _accounts(admin)
    if not accounts.separate:
        warnings.warn(
            f"On {url.get_backend_name()} a model's statements run with the rights of the account in the URL.",
            stacklevel=2,
        )

    def connect(database: str, user: str, password: str) -> sqlalchemy.Engine:
        own = url.set(username=user, password=password) if accounts.separate else url
        return _engine(own.set(database=database), keep=False)

    return ServerBackend(limits, admin, connect, accounts)


def _engine(url: sqlalchemy.URL, *, keep: bool) -> sqlalchemy.Engine:
    # The owner's connections are few and kept, the model's end with the episode.
    options: dict[str, Any] = {"pool_size": 1, "max_overflow": 2} if keep else {"poolclass": NullPool}
    return sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **options)


def _accounts(admin: sqlalchemy.Engine) -> Accounts:
    name = admin.dialect.name
    if name in ("mysql", "mariadb"):
        try:
            with admin.connect() as connection:
                version = str(connection.exec_driver_sql("SELECT VERSION()").scalar_one())
        except exc.SQLAlchemyError as error:
            raise EnvironmentFailure(f"The {name} server does not answer: {message(error)}") from None
        return MySQLAccounts(mariadb="mariadb" in version.lower())
    return PostgresAccounts() if name == "postgresql" else PlainAccounts()

"""MariaDB in a sandbox: a server of its own for each environment, without a network, on memory.

A container of the image ``docker/db`` where a Docker engine answers, else the distribution's ``mariadbd`` in
bubblewrap; both with the same configuration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy.pool import NullPool

from agentgym.environments.database.world import schema
from agentgym.environments.database.world.accounts import MySQLAccounts
from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.server import ServerBackend
from agentgym.errors import DependencyError, SandboxError
from agentgym.install import hint
from agentgym.sandbox import images, services
from agentgym.sandbox.interface import Spec
from agentgym.sandbox.service import Distributed, ServiceSpec

SERVER = ServiceSpec(
    sandbox=Spec(image="db", memory=1 << 30, disk=512 << 20, processes=256),
    command=("sh", "/etc/agentgym/start.sh"),
    user="mysql",
    socket="mysqld.sock",
    distributed=Distributed(
        programs=("mariadbd", "mariadb-install-db", "my_print_defaults"),
        install="apt-get install mariadb-server-core mariadb-client-core",
        files=(images.FOLDER / "db" / "server.cnf",),
        prepare=(
            "mariadb-install-db", "--defaults-file=/data/server.cnf", "--datadir=/data/db", "--tmpdir=/tmp",
            "--auth-root-authentication-method=normal", "--skip-test-db", "--force",
        ),
        command=("mariadbd", "--defaults-file=/data/server.cnf"),
    ),
)  # fmt: skip
"""MariaDB with empty data; user ``root`` has no password."""
SANDBOXES = {"mariadb": "auto", "mariadb:docker": "docker", "mariadb:bubblewrap": "bubblewrap"}
"""What the server runs in, by the name of the backend."""
_SCRIPTS = 64


class MariaDBBackend(ServerBackend):
    """MariaDB in a sandbox.

    Args:
        limits: what a statement may take.
        sandbox: ``auto`` (Docker, or bubblewrap where no engine answers), ``docker``, ``bubblewrap``.

    A model that fills the server's memory or crashes it ends its own server only; the episode is then a
    ``sandbox_error``, and the next one gets a new server.
    """

    def __init__(self, limits: Limits, sandbox: str = "auto") -> None:
        _driver()
        self._sandbox = sandbox
        self._service = services.start(SERVER, sandbox)
        # By identity, with a reference that keeps it.
        self._scripts: dict[int, tuple[Database, str]] = {}

        def connect(database: str, user: str, password: str) -> sqlalchemy.Engine:
            return self._engine(keep=False, user=user, password=password, database=database)

        accounts = MySQLAccounts(mariadb=True, host="localhost")
        super().__init__(limits, self._engine(keep=True, user="root"), connect, accounts, "task")

    def begin(self, database: Database, seed: int) -> None:
        """Make the tables; on a new server if the last one died.

        Raises:
            SandboxError: the server failed.
        """
        if not self._service.alive:
            self._restart()
        super().begin(database, seed)

    def close(self) -> None:
        """Remove the server; what is in it goes with it."""
        self._watch.close()
        self._discard_all()
        self._service.close()

    def _make(self, database: Database) -> None:
        """Make the database in one round trip; the owner's connection takes several statements at once."""
        admin = self._administrator()
        known, text = self._scripts.get(id(database), (None, ""))
        if known is not database:
            if len(self._scripts) >= _SCRIPTS:
                self._scripts.clear()
            tables = schema.script(database, "mariadb")
            text = ";\n".join([*self.accounts.fresh(self.name), f"USE `{self.name}`", *tables])
            self._scripts[id(database)] = (database, text)
        cursor = admin.connection.cursor()
        try:
            cursor.execute(text)
            while cursor.nextset():
                pass
        except _driver().Error as error:
            raise sqlalchemy.exc.DBAPIError.instance(text[:200], None, error, _driver().Error) from None
        finally:
            cursor.close()
        self._inside = admin

    def _restart(self) -> None:
        self._discard_all()
        self._agent_engine = None
        self._admin_engine.dispose()
        self._service.close()
        self._service = services.start(SERVER, self._sandbox)

    def _broken(self, error: Exception, what: str) -> Any:
        failure = super()._broken(error, what)
        return (
            failure if self._service.alive else SandboxError(f"The MariaDB of this episode died: {failure}")
        )

    def _engine(self, *, keep: bool, **login: str) -> sqlalchemy.Engine:
        pymysql = _driver()

        def connection() -> Any:
            # Looked up at each call: a new server has another socket.
            return pymysql.connect(
                unix_socket=str(self._service.path),
                charset="utf8mb4",
                autocommit=True,
                connect_timeout=20,
                ssl_disabled=True,  # a certificate store read for each connection costs 40 ms
                client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS if keep else 0,
                **login,
            )

        options: dict[str, Any] = {"pool_size": 1, "max_overflow": 2} if keep else {"poolclass": NullPool}
        return sqlalchemy.create_engine(
            "mysql+pymysql://", creator=connection, pool_reset_on_return=None, **options
        )


def unavailable(sandbox: str = "auto") -> str:
    """Return why MariaDB cannot be used here; empty if it can."""
    try:
        _driver()
    except DependencyError as error:
        return str(error)
    return services.unavailable(SERVER, sandbox)


def _driver() -> Any:
    try:
        import pymysql
    except ImportError:
        raise DependencyError(f"backend='mariadb' needs PyMySQL: {hint('database')}.") from None
    return pymysql

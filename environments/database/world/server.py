"""Backends that are servers, reached through SQLAlchemy: a database per episode, an account that sees only it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy
from sqlalchemy import exc

from agentgym.environments.database.world import schema
from agentgym.environments.database.world.accounts import Accounts
from agentgym.environments.database.world.backend import Backend, Row, StatementError, take
from agentgym.environments.database.world.content import Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.watch import Watch
from agentgym.errors import DataError, EnvironmentFailure

_GRACE = (
    1.0  # seconds past the server's own time limit, which a model can lift, until the connection is killed
)
Connect = Callable[[str, str, str], sqlalchemy.Engine]


class ServerBackend(Backend):
    """A server slot.

    Args:
        limits: what a statement may take.
        admin: connects as the owner of the server; it makes databases and reads them for scoring.
        connect: makes the engine of the model's account, from database, user and password.
        accounts: the server's statements for databases and accounts.
        name: of the database and of the account; drawn if empty, as on a server that is shared.
    """

    def __init__(
        self, limits: Limits, admin: sqlalchemy.Engine, connect: Connect, accounts: Accounts, name: str = ""
    ) -> None:
        super().__init__(limits)
        self.name = name or f"agentgym{secrets.token_hex(6)}"
        self.accounts = accounts
        self._admin_engine = admin
        self._connect = connect
        self._password = secrets.token_hex(16)
        self._admin: sqlalchemy.Connection | None = None
        self._inside: sqlalchemy.Connection | None = None
        self._agent: sqlalchemy.Connection | None = None
        self._agent_engine: sqlalchemy.Engine | None = None
        self._database: Database | None = None
        self._number = 0
        self._killed = False
        self._watch = Watch(self._kill)

    @property
    def dialect(self) -> str:
        """SQLAlchemy's name of the server's dialect."""
        return str(self._admin_engine.dialect.name)

    def begin(self, database: Database, seed: int) -> None:
        """Drop the database of the episode before, with all connections to it, and make the tables."""
        self._database = database
        # First the connection: whatever it still locks is released with it.
        self._hang_up()
        try:
            self._make(database)
            self._call()
        except exc.SQLAlchemyError as error:
            raise self._broken(error, f"the tables of {database.name!r} could not be made") from None

    def query(self, statement: str, *, most: int) -> list[Row]:
        """Run a statement as the model's account; only the rows that are needed are fetched."""
        agent = self._agent
        if agent is None:
            raise EnvironmentFailure("The database of this episode is closed.")
        self._killed = False
        self._watch.arm(self.limits.seconds + _GRACE)
        try:
            rows = self._run(agent, statement, most)
            _settle(agent)
        except UnicodeError:
            raise StatementError("1300 (HY000): Invalid utf8mb4 character string") from None
        except (exc.DBAPIError, self._driver_error()) as error:
            raise self._refused(error) from None
        finally:
            self._watch.disarm()
        return rows

    def read(self, table: Table) -> list[Row]:
        """Return the rows of a table, read by the owner."""
        try:
            with _limited(self._reader(), schema.selection(table, self.dialect), stream=False) as result:
                return list(map(tuple, result))
        except exc.DBAPIError as error:
            if error.connection_invalidated:
                raise self._broken(error, "the result could not be read") from None
            raise StatementError(message(error)) from None

    def spoken(self, statement: str) -> str:
        """Translate a gold statement where the server is none of MySQL's kind."""
        if self.dialect in ("mysql", "mariadb"):
            return statement
        from agentgym.environments.database.world.gold import translated

        return translated(statement, self._database, self.dialect)

    def close(self) -> None:
        """Drop the database and the account."""
        self._watch.close()
        self._hang_up()
        admin, self._admin = self._admin, None
        if admin is not None:
            with contextlib.suppress(exc.SQLAlchemyError):
                for statement in self.accounts.drop(self.name):
                    admin.exec_driver_sql(statement, execution_options=_PLAIN)
            with contextlib.suppress(exc.SQLAlchemyError):
                admin.close()
        self._admin_engine.dispose()

    # ---- connections ----------------------------------------------------------------------------

    def _administrator(self) -> sqlalchemy.Connection:
        if self._admin is None:
            self._admin = self._admin_engine.connect()
            for statement in self.accounts.open(self.name, self._password):
                self._admin.exec_driver_sql(statement, execution_options=_PLAIN)
        return self._admin

    def _make(self, database: Database) -> None:
        """Make the database anew, its tables and their rows."""
        admin = self._administrator()
        for statement in self.accounts.fresh(self.name):
            admin.exec_driver_sql(statement, execution_options=_PLAIN)
        inside = self._reader()
        for statement in schema.script(database, self.dialect):
            inside.exec_driver_sql(statement, execution_options=_PLAIN)

    def _reader(self) -> sqlalchemy.Connection:
        """Return the owner's connection, in the episode's database."""
        admin = self._administrator()
        if self.dialect in ("mysql", "mariadb"):
            if self._inside is None:
                admin.exec_driver_sql(f"USE `{self.name}`")
                self._inside = admin
            return admin
        if self._inside is None:
            self._inside = self._connect(self.name, self.name, self._password).connect()
        return self._inside

    def _call(self) -> None:
        """Connect as the model's account."""
        if self._agent_engine is None:
            self._agent_engine = self._connect(self.name, self.name, self._password)
        self._agent = self._agent_engine.connect()
        for statement in self.accounts.session(self.limits.seconds):
            self._agent.exec_driver_sql(statement, execution_options=_PLAIN)
        identity = self.accounts.identity()
        self._number = int(self._agent.exec_driver_sql(identity).scalar_one()) if identity else 0

    def _hang_up(self) -> None:
        """Close the model's connection, and the one that reads its database."""
        if self._inside is not self._admin:
            _discard(self._inside)
        _discard(self._agent)
        self._agent = self._inside = None

    def _discard_all(self) -> None:
        self._hang_up()
        _discard(self._admin)
        self._admin = None

    # ---- statements -----------------------------------------------------------------------------

    def _run(self, agent: sqlalchemy.Connection, statement: str, most: int) -> list[Row]:
        prelude = self.accounts.prelude(statement)
        if prelude:
            agent.exec_driver_sql(prelude)
        with _limited(agent, statement, stream=self.accounts.streams(statement)) as result:
            if not result.returns_rows:
                return []
            rows = take(result, most)
            if result.cursor is not None and result.fetchone() is not None:
                # The rest must not be waited for.
                self._command(self.accounts.stop(self._number))
            return rows

    def _kill(self) -> None:
        self._killed = True
        with contextlib.suppress(exc.SQLAlchemyError):
            self._command(self.accounts.kill(self._number))

    def _command(self, statement: str) -> None:
        if statement:
            with self._admin_engine.connect() as connection:
                connection.exec_driver_sql(statement, execution_options=_PLAIN)

    def _refused(self, error: Exception) -> StatementError | EnvironmentFailure | DataError:
        """Return what an error means: the model's statement, its time limit, or the server's end."""
        if self._killed or not self._alive():
            _discard(self._agent)
            try:
                self._call()
            except exc.SQLAlchemyError as failure:
                return self._broken(failure, "the server is gone")
            if self._killed:
                return StatementError(
                    f"1317 (70100): Query execution was interrupted, it took more than {self.limits.seconds:g} s"
                )
        return StatementError(message(error))

    def _alive(self) -> bool:
        """Whether the model's connection still answers: it can end that itself."""
        assert self._agent is not None
        try:
            self._agent.connection.rollback()
            self._agent.exec_driver_sql("SELECT 1").scalar_one()
        except (exc.SQLAlchemyError, self._driver_error()):
            return False
        return True

    def _driver_error(self) -> type[Exception]:
        error: type[Exception] = self._admin_engine.dialect.loaded_dbapi.Error
        return error

    def _broken(self, error: Exception, what: str) -> EnvironmentFailure | DataError:
        """Return the failure that an error of the environment's own statements is."""
        if isinstance(error, exc.OperationalError) or getattr(error, "connection_invalidated", False):
            self._discard_all()
            return EnvironmentFailure(f"The {self.dialect} server failed, {what}: {message(error)}")
        return DataError(f"On {self.dialect}, {what}: {message(error)}")


_PLAIN = {"no_parameters": True}


def _discard(connection: sqlalchemy.Connection | None) -> None:
    """Close a connection that may be dead, without a last word to the server."""
    if connection is not None:
        with contextlib.suppress(exc.SQLAlchemyError):
            connection.invalidate()
            connection.close()


def _settle(connection: sqlalchemy.Connection) -> None:
    """Commit, as AgentBench does after every statement; MySQL's drivers know when there is nothing to commit."""
    status = getattr(connection.connection.dbapi_connection, "server_status", None)
    if status is None or status & _IN_TRANSACTION or not status & _AUTOCOMMIT:
        connection.connection.commit()


_IN_TRANSACTION, _AUTOCOMMIT = 1, 2  # of the server's status in MySQL's protocol


@contextlib.contextmanager
def _limited(connection: sqlalchemy.Connection, statement: str, *, stream: bool) -> Iterator[Any]:
    """Run a statement without parameters, and close its cursor whatever is left in it."""
    result = connection.exec_driver_sql(statement, execution_options={**_PLAIN, "stream_results": stream})
    try:
        yield result
    finally:
        with contextlib.suppress(exc.DBAPIError):
            result.close()


# PyMySQL leaves the state out, AgentBench's driver shows it.
_STATES = {
    1044: "42000", 1045: "28000", 1046: "3D000", 1048: "23000", 1049: "42000", 1050: "42S01", 1051: "42S02",
    1052: "23000", 1054: "42S22", 1060: "42S21", 1062: "23000", 1064: "42000", 1065: "42000", 1109: "42S02",
    1111: "HY000", 1136: "21S01", 1142: "42000", 1146: "42S02", 1227: "42000", 1305: "42000", 1317: "70100",
    1969: "70100",
}  # fmt: skip


def message(error: Exception) -> str:
    """Return a driver's error as AgentBench shows them: number and text."""
    origin = getattr(error, "orig", None) or error
    arguments: tuple[Any, ...] = getattr(origin, "args", ())
    if len(arguments) > 1 and isinstance(arguments[0], int):
        return f"{arguments[0]} ({_STATES.get(arguments[0], 'HY000')}): {arguments[1]}"
    return str(origin).strip()

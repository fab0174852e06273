"""How a server gives an episode a database of its own, and an account that can reach nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

_MYSQL_RIGHTS = (
    "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, SHOW VIEW, "
    "CREATE TEMPORARY TABLES"
)


class Accounts(Protocol):
    """The statements of one kind of server. ``name`` is the database's and the account's."""

    separate: bool
    """Whether models get an account of their own; else they use that of the URL."""

    def open(self, name: str, password: str) -> Sequence[str]:
        """Return what makes the account."""
        ...

    def fresh(self, name: str) -> Sequence[str]:
        """Return what makes the database anew."""
        ...

    def drop(self, name: str) -> Sequence[str]:
        """Return what removes the database and the account."""
        ...

    def session(self, seconds: float) -> Sequence[str]:
        """Return what a connection of the model begins with: its time limit, modes as AgentBench's."""
        ...

    def identity(self) -> str:
        """Return the query for the number of one's own connection; empty if there is none."""
        ...

    def kill(self, number: int) -> str:
        """Return what ends a connection."""
        ...

    def stop(self, number: int) -> str:
        """Return what ends a connection's present statement."""
        ...

    def streams(self, statement: str) -> bool:
        """Whether the rows of a statement can be fetched bit by bit; else the driver holds them all."""
        ...

    def prelude(self, statement: str) -> str:
        """Return what has to go before a statement that streams; empty for nothing."""
        ...


class MySQLAccounts:
    """MariaDB and MySQL."""

    separate = True

    def __init__(self, *, mariadb: bool, host: str = "%") -> None:
        self.mariadb = mariadb
        self.host = host

    def open(self, name: str, password: str) -> Sequence[str]:
        """Rights on the one database, which persist when it is dropped and made again."""
        account = f"'{name}'@'{self.host}'"
        return (
            f"CREATE USER {account} IDENTIFIED BY '{password}' WITH MAX_USER_CONNECTIONS 4",
            f"GRANT {_MYSQL_RIGHTS} ON `{name}`.* TO {account}",
        )

    def fresh(self, name: str) -> Sequence[str]:
        """Drop and create."""
        return f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4"

    def drop(self, name: str) -> Sequence[str]:
        """Drop the database and the account."""
        return f"DROP DATABASE IF EXISTS `{name}`", f"DROP USER IF EXISTS '{name}'@'{self.host}'"

    def session(self, seconds: float) -> Sequence[str]:
        """Without strict mode: AgentBench's gold statements need that."""
        limit = (
            f"max_statement_time = {seconds:g}"
            if self.mariadb
            else f"max_execution_time = {int(1000 * seconds)}"
        )
        return (f"SET sql_mode = '', {limit}",)

    def identity(self) -> str:
        """The server's number of the connection."""
        return "SELECT CONNECTION_ID()"

    def kill(self, number: int) -> str:
        """End the connection; what it held is released."""
        return f"KILL {'HARD ' if self.mariadb else ''}{number}"

    def stop(self, number: int) -> str:
        """End the statement."""
        return f"KILL QUERY {number}"

    def streams(self, statement: str) -> bool:
        """The rows of every statement do."""
        return True

    def prelude(self, statement: str) -> str:
        """Nothing has to go before."""
        return ""


class PostgresAccounts:
    """PostgreSQL."""

    separate = True

    def open(self, name: str, password: str) -> Sequence[str]:
        """A role without privileges."""
        return (f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}' NOSUPERUSER NOCREATEDB NOCREATEROLE",)

    def fresh(self, name: str) -> Sequence[str]:
        """Drop and create, owned by the role."""
        return (
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" OWNER "{name}"',
            f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        )

    def drop(self, name: str) -> Sequence[str]:
        """Drop the database and the role."""
        return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'DROP ROLE IF EXISTS "{name}"'

    def session(self, seconds: float) -> Sequence[str]:
        """The time limit."""
        return (f"SET statement_timeout = {int(1000 * seconds)}",)

    def identity(self) -> str:
        """The server's number of the connection."""
        return "SELECT pg_backend_pid()"

    def kill(self, number: int) -> str:
        """End the connection."""
        return f"SELECT pg_terminate_backend({number})"

    def stop(self, number: int) -> str:
        """End the statement."""
        return f"SELECT pg_cancel_backend({number})"

    def streams(self, statement: str) -> bool:
        """Queries do, through a cursor; a ``WITH`` may hold a change, which a cursor refuses."""
        return statement.lstrip(" \n\t(").upper().startswith(("SELECT", "VALUES", "TABLE"))

    def prelude(self, statement: str) -> str:
        """A cursor lives in a transaction."""
        return "BEGIN" if self.streams(statement) else ""


class PlainAccounts:
    """Any other server: standard statements, and the model uses the account of the URL."""

    separate = False

    def open(self, name: str, password: str) -> Sequence[str]:
        """The model has no account of its own: nothing is made."""
        return ()

    def fresh(self, name: str) -> Sequence[str]:
        """Drop and create."""
        return f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'

    def drop(self, name: str) -> Sequence[str]:
        """Drop the database."""
        return (f'DROP DATABASE IF EXISTS "{name}"',)

    def session(self, seconds: float) -> Sequence[str]:
        """No setting is known to every server."""
        return ()

    def identity(self) -> str:
        """No query for it is standard."""
        return ""

    def kill(self, number: int) -> str:
        """No statement for it is standard."""
        return ""

    def stop(self, number: int) -> str:
        """No statement for it is standard."""
        return ""

    def streams(self, statement: str) -> bool:
        """Not every driver can."""
        return False

    def prelude(self, statement: str) -> str:
        """Nothing goes before, as nothing streams."""
        return ""

"""Which backend a name or an address stands for."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.backends import shown, start
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from agentgym.errors import OptionError
from tests.environments.database.statements import DATABASE


def test_what_is_shown_has_no_password() -> None:
    assert [shown(b) for b in ("sqlite", "mariadb", "sqlite:///a/b.db")] == [
        "sqlite",
        "mariadb",
        "sqlite:///a/b.db",
    ]
    assert "secret" not in shown("postgresql+psycopg://me:secret@host:5432/x?sslmode=require")


@pytest.mark.parametrize("backend", ["mysql", "", "MariaDB"])
def test_other_names_are_refused(backend: str) -> None:
    with pytest.raises(OptionError, match=r"backend is 'sqlite', 'mariadb' or an SQLAlchemy URL"):
        shown(backend)


def test_sqlite_takes_the_dialect_it_is_told() -> None:
    for dialect in ("mysql", "sqlite"):
        server = start("sqlite", Limits(), dialect=dialect)
        assert isinstance(server, SQLiteBackend if dialect == "sqlite" else EmbeddedBackend)
        server.begin(DATABASE, 0)
        assert server.run("PRAGMA table_info(teams)").failed is (dialect == "mysql")
        server.close()

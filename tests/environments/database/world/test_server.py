"""What servers have in common: how they are spoken to, how their errors are shown."""

from __future__ import annotations

import pytest
import sqlalchemy

from agentgym.environments.database.world.accounts import PlainAccounts
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.server import ServerBackend, message

JOINED = "UPDATE `teams` t JOIN games g ON t.id = g.id SET t.size = 3"


def _server(dialect: str) -> ServerBackend:
    class Named(ServerBackend):
        @property
        def dialect(self) -> str:
            return dialect

    engine = sqlalchemy.create_engine("sqlite://")
    return Named(Limits(), engine, lambda *_: engine, PlainAccounts())


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_mysql_and_mariadb_hear_the_gold_statement_itself(dialect: str) -> None:
    assert _server(dialect).spoken(JOINED) == JOINED


def test_another_server_hears_its_own_words() -> None:
    assert (
        _server("postgresql").spoken(JOINED)
        == 'UPDATE "teams" AS t SET size = 3 FROM games AS g WHERE t.id = g.id'
    )


def test_a_server_is_told_apart_by_a_name_of_its_own() -> None:
    one, other = _server("mysql"), _server("mysql")
    assert one.name != other.name and one.name.startswith("agentgym")


def test_errors_are_shown_by_number_state_and_text() -> None:
    class Failure(Exception):
        pass

    assert message(Failure(1146, "Table 'x' doesn't exist")) == "1146 (42S02): Table 'x' doesn't exist"
    assert message(Failure(9999, "odd")) == "9999 (HY000): odd"
    assert message(Failure("of one part\n")) == "of one part"
    wrapped = sqlalchemy.exc.DBAPIError("SELECT 1", None, Failure(1064, "syntax"))
    assert message(wrapped) == "1064 (42000): syntax"

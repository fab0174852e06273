"""The statements that give an episode a database and an account of its own."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.accounts import (
    Accounts,
    MySQLAccounts,
    PlainAccounts,
    PostgresAccounts,
)


@pytest.mark.parametrize(
    "accounts", [MySQLAccounts(mariadb=True), MySQLAccounts(mariadb=False), PostgresAccounts()]
)
def test_an_account_is_made_used_and_dropped_by_its_name(accounts: Accounts) -> None:
    made = " ".join(accounts.open("one", "secret"))
    assert (
        accounts.separate
        and "one" in made
        and "'secret'" in made
        and "SUPER" not in made.replace("NOSUPERUSER", "")
    )
    fresh, dropped = accounts.fresh("one"), accounts.drop("one")
    assert fresh[0].startswith("DROP DATABASE IF EXISTS") and "CREATE DATABASE" in fresh[1]
    assert any("DATABASE" in s for s in dropped) and any("ROLE" in s or "USER" in s for s in dropped)
    assert "7" in accounts.stop(7) and "7" in accounts.kill(7)


def test_time_limits_in_the_unit_of_each_server() -> None:
    assert MySQLAccounts(mariadb=True).session(1.5) == ("SET sql_mode = '', max_statement_time = 1.5",)
    assert MySQLAccounts(mariadb=False).session(1.5) == ("SET sql_mode = '', max_execution_time = 1500",)
    assert PostgresAccounts().session(1.5) == ("SET statement_timeout = 1500",)


def test_on_postgresql_a_query_streams_and_a_change_does_not() -> None:
    accounts = PostgresAccounts()
    assert accounts.streams(" (select 1)") and accounts.prelude("SELECT 1") == "BEGIN"
    assert (
        not accounts.streams("WITH x AS (DELETE FROM t) SELECT 1") and accounts.prelude("DELETE FROM t") == ""
    )


def test_of_an_unknown_server_nothing_is_asked() -> None:
    accounts = PlainAccounts()
    assert not accounts.separate and accounts.open("one", "") == accounts.session(1) == ()
    assert accounts.identity() == accounts.kill(1) == accounts.stop(1) == accounts.prelude("SELECT 1") == ""

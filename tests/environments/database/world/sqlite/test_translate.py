"""From MySQL's statements to SQLite's: what sqlglot's translation lacks, and what is refused."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.sqlite.dialect import NotTranslated
from agentgym.environments.database.world.sqlite.translate import parsed, translate


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        ("SELECT a FROM t WHERE b = 3", "SELECT `a` FROM `t` WHERE (`b` + 0) = 3"),
        ("SELECT a FROM t WHERE b = '3'", "SELECT `a` FROM `t` WHERE `b` = '3'"),
        ("SELECT a FROM task.t", "SELECT `a` FROM `t`"),
        ("UPDATE t SET a = 6.50", "UPDATE `t` SET `a` = '6.50'"),
        ("TRUNCATE TABLE t", "DELETE FROM `t`"),
        ("REPLACE INTO t (a) VALUES (1)", "INSERT OR REPLACE INTO `t` (`a`) VALUES (1)"),
        ("SET NAMES utf8mb4", ""),
        ("USE task", ""),
        ("START TRANSACTION", "BEGIN"),
    ],
)
def test_statements(statement: str, written: str) -> None:
    assert parsed(statement).sql == written


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("", "1065"),
        ("SELECT 1; SELECT 2", "1064"),
        ("SELECT FROM WHERE", "1064"),
        ("SELECT " + "(" * 5000, "1064"),
        ("CREATE TRIGGER t AFTER INSERT ON g FOR EACH ROW SET @x = 1", "1227"),
        ("CREATE DATABASE other", "1044"),
        ("SET GLOBAL max_connections = 1", "1227"),
        ("USE mysql", "1044"),
    ],
)
def test_what_is_refused_is_refused_in_the_servers_words(statement: str, number: str) -> None:
    with pytest.raises(NotTranslated, match=rf"^{number} \("):
        translate(statement)


def test_a_simple_statement_is_not_parsed() -> None:
    assert translate("SELECT a FROM t").tree is None and parsed("SELECT a FROM t").tree is not None
    assert translate("SHOW TABLES").about and not translate("SELECT 1").about

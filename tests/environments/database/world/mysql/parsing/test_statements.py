"""Reading statements: what is certainly no statement is the server's error, what may be one is refused in words."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.backend import StatementError, Unsupported
from agentgym.environments.database.world.mysql.nodes import Select, Union, With
from agentgym.environments.database.world.mysql.parsing.statements import parse

WRONG = [
    "SELECT", "SELECT 1 2", "SELECT id FROM games x y", "SELECT id, FROM games", "SELECT id, * FROM games",
    "SELECT COUNT( FROM games", "SELECT a == b FROM games", "SELECT CONCAT(SELECT 1)", "SELECT id FROM 5",
    "SELECT id FROM games WHERE", "SELECT id FROM games)", "INSERT INTO 'x' VALUES (1)",
    "UPDATE games SET = 1", "UPDATE SET x = 1", "DELETE FROM WHERE id = 1", "TABLE games", "SELEC 1", "12",
    "ALTER games", "SHOW nothing", "ROW_NUMBER() OVER ()", "SELECT ROW_NUMBER()", "SELECT id FROM games WHERE IN (1)",
    "DROP TABLE", "SELECT a FROM t GROUP BY", "INSERT INTO t (a) VALUES (1,)", "CREATE TABLE t (a INT",
    "CREATE TABLE t (a INT PRIMARY , b INT)",
]  # fmt: skip
MAYBE = [
    "SELECT MATCH (a) AGAINST ('b') FROM t",
    "SELECT CONVERT('a' USING binary)", "SELECT id FROM games FOR UPDATE SKIP LOCKED",
    "SELECT 1 INTO @x", "INSERT INTO t VALUES (1) RETURNING a",
    "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1", "ALTER VIEW v AS SELECT 1", "SHOW STATUS",
    "SELECT @x", "SET @x = 1", "SELECT _latin1 'a'", "SELECT X'00'", "SELECT a -> '$.b' FROM t", "CALL f()",
    "VALUES (1)",
]  # fmt: skip


@pytest.mark.parametrize("statement", WRONG)
def test_what_is_no_statement_is_an_error_of_syntax(statement: str) -> None:
    """Each of them is on MariaDB 10.11 as well."""
    with pytest.raises(StatementError, match=r"^1064 \(42000\)") as caught:
        parse(statement)
    assert not isinstance(caught.value, Unsupported)


@pytest.mark.parametrize("statement", MAYBE)
def test_what_a_server_may_run_is_refused_in_words(statement: str) -> None:
    with pytest.raises(Unsupported, match="nothing was done"):
        parse(statement)


def test_a_limit_that_is_a_name_is_none_that_is_declared() -> None:
    with pytest.raises(StatementError, match=r"^1327 .*Undeclared variable: x"):
        parse("SELECT id FROM games LIMIT x")


def test_a_reserved_word_before_a_dot_is_a_name() -> None:
    made = parse("SELECT (table.x), select.y FROM (SELECT 1 AS x) AS `table`")
    assert [item.node for item in made.items] == [("paren", ("col", "table", "x")), ("col", "select", "y")]


def test_queries_are_what_they_are() -> None:
    assert isinstance(parse("SELECT 1"), Select) and isinstance(parse("SELECT 1 UNION SELECT 2"), Union)
    assert isinstance(parse("WITH a AS (SELECT 1) SELECT * FROM a"), With)
    made = parse("SELECT DISTINCT a AS b FROM t WHERE c > 1 GROUP BY a HAVING b ORDER BY a DESC LIMIT 2, 3")
    assert (made.distinct, made.limit, made.order) == (True, (2, 3), ((("col", "", "a"), True),))

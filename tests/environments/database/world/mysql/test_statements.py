"""The server's rows for statements that users of the field have posted, or that models write every day."""

from __future__ import annotations

import datetime
import decimal
from typing import Any

import pytest

from agentgym.environments.database.world.backend import Unsupported
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend

DATABASE = Database(
    "posted",
    (
        Table(
            "clubs",
            (Column("Club"), Column("Points"), Column("Founded")),
            (("Ajax", "30", "1900-03-18"), ("ajax B", "100", "1984-02-29"), ("Zürich", "", "1896-08-01")),
        ),
        Table(
            "teams",
            (Column("id", "integer"), Column("name"), Column("size", "integer"), Column("founded", "date")),
            ((1, "Red", 11, "2001-01-31"), (2, "blue", 7, "1999-12-31"), (3, "Green", None, "2010-06-15")),
            key="id",
        ),
        Table(
            "games",
            (
                Column("id", "integer"),
                Column("team_id", "integer"),
                Column("score", "integer"),
                Column("note"),
            ),
            ((1, 1, 3, "home"), (2, 1, 5, None), (3, 2, 2, "Away"), (4, 9, 8, "lost")),
            key="id",
        ),
    ),
)
ERROR = "error"
QUERIES: list[tuple[str, Any]] = [
    ("CREATE TABLE t (id INT, PRIMARY KEY (x))", ERROR),
    ("CREATE TABLE t (id INT, . title TEXT)", []),
    ("DELETE FROM teams ORDER BY 2", ERROR),
    ("UPDATE teams SET size = 1 ORDER BY 1", ERROR),
    ("DELETE FROM teams ORDER BY '2'", []),
    ("SELECT DATE_ADD()", ERROR),
    ("SELECT DATE_SUB(NOW())", ERROR),
    ("DELETE ENGINES", ERROR),
    (
        "SELECT CONCAT(-'x'), CONCAT(-0.4e0 * 0), CONCAT(MOD(-4e0, 2)), FORMAT(-0.4, 0)",
        [("0", "0", "0", "0")],
    ),
    ("SELECT STR_TO_DATE('x', '%d,%m,%Y')", [(None,)]),
    ("SELECT CONCAT(FLOOR('2.5') / 3), CONCAT(ROUND('2', 1)), FORMAT(2.25e0, 1)", [("0.6667", "2.0", "2.2")]),
    ("SELECT name LIKE 'R%' LIKE '1', id NOT IN (1) NOT IN (0) FROM teams WHERE id < 3", [(1, 0), (0, 1)]),
    ("SELECT id BETWEEN 1 AND 2 IN (1) FROM teams", [(0,), (0,), (0,)]),
    ("SELECT REPLACE('10', '', NULL), REPLACE('10', '1', NULL)", [("10", None)]),
    ("SELECT AVG(DISTINCT score / 7), AVG(score / 7) FROM games WHERE id < 3", [(0.57145, 0.57142857)]),
    ("SELECT SUM(NULL), IFNULL(SUM(NULL), 0)", [(None, 0.0)]),
    ("SELECT id FROM teams ORDER BY -1", ERROR),
    ("SELECT id FROM teams GROUP BY (9)", ERROR),
    ("SELECT GROUP_CONCAT(name ORDER BY id LIKE '; ') FROM teams", [("Green,blue,Red",)]),
    ("SELECT GROUP_CONCAT(id ORDER BY team_id DESC) FROM games", [("4,3,2,1",)]),
    ("SELECT GROUP_CONCAT(DISTINCT name) FROM teams", [("blue,Green,Red",)]),
    ("SELECT GROUP_CONCAT(DISTINCT team_id, '') FROM games WHERE id > 1", [("1,2,9",)]),
    ("SELECT GROUP_CONCAT(DISTINCT 20 - score) FROM games", [("12,15,17,18",)]),
    ("SELECT name FROM teams WHERE YEAR(founded) = '2001'", [("Red",)]),
    (
        "SELECT name FROM teams WHERE YEAR(founded) BETWEEN '2000' AND '2010' ORDER BY id",
        [("Red",), ("Green",)],
    ),
    ("SELECT name FROM teams WHERE MONTH(founded) = '01'", [("Red",)]),
    ("SELECT team_id FROM games GROUP BY team_id HAVING COUNT(*) > '1'", [(1,)]),
    ("SELECT team_id, COUNT(*) AS c FROM games GROUP BY team_id HAVING c > '1'", [(1, 2)]),
    ("SELECT team_id FROM games GROUP BY team_id HAVING SUM(score) > '5' ORDER BY team_id", [(1,), (9,)]),
    ("SELECT t.c FROM (SELECT COUNT(*) AS c FROM games) t WHERE t.c = '4'", [(4,)]),
    ("SELECT id FROM games WHERE score + 1 > '4' ORDER BY id", [(2,), (4,)]),
    ("SELECT name FROM teams WHERE LENGTH(name) > '3' ORDER BY id", [("blue",), ("Green",)]),
    ("SELECT CASE WHEN COUNT(*) > '3' THEN 'many' ELSE 'few' END FROM games", [("many",)]),
    ("SELECT 3 = '3', '10' > 9, 3 IN ('3'), CASE 3 WHEN '3' THEN 1 ELSE 0 END", [(1, 1, 1, 1)]),
    ("SELECT id FROM games WHERE id = '2abc'", [(2,)]),
    ("SELECT YEAR(CURDATE()) > 2000, CURTIME() IS NULL, UTC_DATE() IS NULL", [(1, 0, 0)]),
    ("SELECT WEEK('2008-02-20'), WEEK('2008-02-20', 1), WEEKOFYEAR('2008-02-20')", [(7, 8, 8)]),
    ("SELECT EXTRACT(YEAR FROM founded) FROM teams WHERE id = 1", [(2001,)]),
    ("SELECT UNIX_TIMESTAMP('1970-01-02 00:00:00') IS NULL, FROM_UNIXTIME(0) IS NULL", [(0, 0)]),
    ("SELECT TO_DAYS('2007-10-07'), PERIOD_DIFF(200802, 200703)", [(733321, 11)]),
    ("SELECT ADDDATE('2008-01-02', 31)", [("2008-02-02",)]),
    ("SELECT DATE_ADD('2026-09-16 10:00:00', INTERVAL '1:30' HOUR_MINUTE)", [("2026-09-16 11:30:00",)]),
    ("SELECT REGEXP_REPLACE('Green', '[aeiou]', '*')", [("Gr**n",)]),
    ("SELECT INSERT('Quadratic', 3, 4, 'What'), CONV('a', 16, 2), BIN(12)", [("QuWhattic", "1010", "1100")]),
    ("SELECT BIT_XOR(score) FROM games", [(12,)]),
    ("SELECT JSON_LENGTH('[1,2,3]'), JSON_CONTAINS('[1,2,3]', '2')", [(3, 1)]),
    ("SELECT DATE_FORMAT('1900-10-04', '%D %y')", [("4th 00",)]),
    ("SELECT DATE_FORMAT('2021-01-01 09:05:03', '%x-%v')", [("2020-53",)]),
    ("SELECT DATE_FORMAT('2021-01-01 09:05:03', '%X-%V')", [("2020-52",)]),
    ("SELECT name FROM teams WHERE founded = '2001-1-31'", [("Red",)]),
    ("SELECT name FROM teams WHERE founded = 20010131", [("Red",)]),
    ("SELECT name FROM teams WHERE founded > 20000101 ORDER BY id", [("Red",), ("Green",)]),
    ("SELECT name FROM teams WHERE founded = '2001-01-31 00:00:00'", [("Red",)]),
    ("SELECT founded + 0, CAST(founded AS UNSIGNED) FROM teams WHERE id = 1", [(20010131, 20010131)]),
    ("SELECT CAST('2020-02-30' AS DATE), CAST('20200115' AS DATE)", [(None, "2020-01-15")]),
    ("SELECT MONTH('2020-1-5'), YEAR(20200101)", [(1, 2020)]),
    ("SELECT name FROM teams WHERE name LIKE BINARY 'r%'", []),
    ("SELECT name FROM teams WHERE name REGEXP BINARY '^r'", []),
    ("SELECT name FROM teams WHERE name REGEXP '[[:upper:]]' ORDER BY id", [("Red",), ("Green",)]),
    ("SELECT id FROM teams ORDER BY FIELD(name, 'BLUE', 'RED'), id", [(3,), (2,), (1,)]),
    ("SELECT GREATEST('b', 'C'), GREATEST('apple', 'Banana')", [("C", "Banana")]),
    ("SELECT FIELD(score, '3', '5') FROM games ORDER BY id LIMIT 2", [(1,), (2,)]),
    ("SELECT 5.5 % 2", [(1.5,)]),
    ("SELECT ROUND(1234.567, -2)", [(1200,)]),
    ("SELECT CAST(3.5 AS SIGNED), CAST(2.5 AS SIGNED)", [(4, 3)]),
    ("SELECT SUBSTR('abc', 0), SUBSTR('abc', -5, 3), SUBSTRING('abc', 1.5, 1.5)", [("", "", "bc")]),
    ("SELECT TRIM(TRAILING 'xyz' FROM 'barxxyz')", [("barx",)]),
    ("SELECT VAR_SAMP(score) FROM games", [(7.0,)]),
    ("SELECT HEX(255)", [("FF",)]),
    ("SELECT 0.1 + 0.2 = 0.3", [(1,)]),
    ("SELECT COUNT(*) / 3, AVG(score) / 3 FROM games", [(1.3333, 1.5)]),
    ("SELECT name FROM teams WHERE id = (SELECT team_id FROM games)", ERROR),
    ("SELECT (SELECT score FROM games WHERE team_id = 1) - 1", ERROR),
    ("SELECT 1; -- done", [(1,)]),
    ("/*!40101 SELECT 3 */", [(3,)]),
    ("SELECT 5 ^ 3", [(6,)]),
    ("SELECT id FROM teams ORDER BY id LIMIT 18446744073709551615 OFFSET 1", [(2,), (3,)]),
    (
        "SELECT team_id, SUM(score) FROM games GROUP BY team_id WITH ROLLUP",
        [(1, 8), (2, 2), (9, 8), (None, 18)],
    ),
    ("SELECT id FROM games WHERE score >= ALL (SELECT score FROM games)", [(4,)]),
    ("SELECT 1 FROM DUAL WHERE 1 = 1", [(1,)]),
    ("SELECT t.id FROM teams t STRAIGHT_JOIN games g ON g.team_id = t.id ORDER BY g.id", [(1,), (1,), (2,)]),
    ("SELECT SQL_CALC_FOUND_ROWS id FROM teams ORDER BY id LIMIT 1", [(1,)]),
    ("COMMIT", []),
    ("ALTER TABLE teams CHANGE size members INT", []),
    ("DESCRIBE teams name", [("name", "text", "YES", "", None, "")]),
]
CHANGES: list[tuple[str, str, Any]] = [
    ("DELETE FROM games WHERE score + 0 > '4'", "SELECT COUNT(*) FROM games", [(2,)]),
    (
        "UPDATE teams t LEFT JOIN games g ON t.id = g.team_id SET t.size = 0 WHERE g.id IS NULL",
        "SELECT size FROM teams WHERE id = 3",
        [(0,)],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', 'abc', '2020-01-01')",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(0, "2020-01-01")],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', '12abc', '2020-01-01')",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(12, "2020-01-01")],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', 3.7, '2020-01-01')",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(4, "2020-01-01")],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', 3, '2020-1-5')",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(3, "2020-01-05")],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', 3, 20200105)",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(3, "2020-01-05")],
    ),
    (
        "INSERT INTO teams VALUES (4, 'x', DEFAULT, '2020-01-01')",
        "SELECT size, founded FROM teams WHERE id = 4",
        [(None, "2020-01-01")],
    ),
    (
        "UPDATE teams SET size = 1, size = size + 1 WHERE id = 1",
        "SELECT id, size FROM teams WHERE id = 1",
        [(1, 2)],
    ),
    (
        "CREATE TABLE copy AS SELECT iD, Founded AS Begun FROM teams",
        "SELECT GROUP_CONCAT(column_name) FROM information_schema.columns WHERE table_name = 'copy' AND table_schema = DATABASE()",
        [("iD,Begun",)],
    ),
    (
        # Beside a query over the same table new values come from the old ones.
        "UPDATE games SET score = 9, team_id = score WHERE id = 1 AND EXISTS (SELECT 1 FROM games WHERE score > 7)",
        "SELECT score, team_id FROM games WHERE id = 1",
        [(9, 3)],
    ),
    ("UPDATE teams SET name = id % 1.5", "SELECT name FROM teams", [("1.0",), ("0.5",), ("0.0",)]),
    ("UPDATE teams SET name = 0 % 1.5 WHERE id = 1", "SELECT name FROM teams WHERE id = 1", [("0",)]),
    ("INSERT INTO teams (id, name) VALUES (4, -'x')", "SELECT name FROM teams WHERE id = 4", [("0",)]),
    ("UPDATE teams SET size = size / 2 WHERE id = 1", "SELECT id, size FROM teams WHERE id = 1", [(1, 6)]),
    (
        "INSERT INTO clubs VALUES ('A', 1/3, 0.1 + 0.2)",
        "SELECT Points, Founded FROM clubs WHERE Club = 'A'",
        [("0.333333333", "0.3")],
    ),
    (
        "INSERT INTO teams (id, name, size) VALUES (1, 'dup', 5) ON DUPLICATE KEY UPDATE size = size + 1",
        "SELECT size FROM teams WHERE id = 1",
        [(12,)],
    ),
    (
        "INSERT INTO teams (id, name, size) VALUES (1, 'dup', 5) ON DUPLICATE KEY UPDATE size = VALUES(size)",
        "SELECT size FROM teams WHERE id = 1",
        [(5,)],
    ),
]
REFUSED = [
    "CREATE TABLE foo (a INT UNSIGNED ZEROFILL)",
    "CREATE TABLE t (id INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))",
    "SELECT @x := 5",
    "SELECT STR_TO_DATE('3', '%d,%m,%Y')",
    "SELECT '2001-01-31' + INTERVAL 2 DAY / 10",
    "SELECT UPPER(EXISTS (SELECT 1))",
    "SELECT HEX('a') + 1",
    "SELECT id, LAG(score) OVER (ORDER BY 'a') FROM games",
    "SELECT SUM(score) OVER (ORDER BY 'a' ROWS UNBOUNDED PRECEDING) FROM games",
]


@pytest.fixture
def server() -> EmbeddedBackend:
    backend = EmbeddedBackend(Limits())
    backend.begin(DATABASE, 0)
    return backend


def plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return float(value)
    return (
        value.isoformat(" ")
        if isinstance(value, datetime.datetime)
        else (value.isoformat() if isinstance(value, datetime.date) else value)
    )


def rows(server: EmbeddedBackend, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(map(plain, row)) for row in server.rows(statement)]


@pytest.mark.parametrize(("statement", "right"), QUERIES, ids=lambda x: ascii(x)[:50])
def test_a_statement_gives_the_servers_rows(server: EmbeddedBackend, statement: str, right: Any) -> None:
    if right == ERROR:
        assert server.run(statement).failed
    else:
        assert rows(server, statement) == right


@pytest.mark.parametrize(("statement", "look", "right"), CHANGES, ids=lambda x: ascii(x)[:50])
def test_a_change_leaves_the_servers_tables(
    server: EmbeddedBackend, statement: str, look: str, right: Any
) -> None:
    server.rows(statement)
    assert rows(server, look) == right


@pytest.mark.parametrize("statement", REFUSED)
def test_what_is_not_done_is_said_and_changes_nothing(server: EmbeddedBackend, statement: str) -> None:
    before = server.state_hash(DATABASE)
    with pytest.raises(Unsupported, match=r"The embedded database does not support .*; nothing was done"):
        server.rows(statement)
    assert server.run(statement).unsupported
    assert server.state_hash(DATABASE) == before


def test_values_come_in_the_drivers_types(server: EmbeddedBackend) -> None:
    statement = "SELECT founded, COUNT(*) / 3, SUM(size), AVG(size) FROM teams WHERE id = 1 GROUP BY founded"
    date, third, total, mean = server.rows(statement)[0]
    assert date == datetime.date(2001, 1, 31)
    assert (str(third), str(total), str(mean)) == ("0.3333", "11", "11.0000")
    assert server.run("SELECT 0.1 + 0.2, 1e3, NULL").text == "[(Decimal('0.3'), 1000.0, None)]"


def test_wide_numbers_stay_decimals(server: EmbeddedBackend) -> None:
    [row] = server.rows(
        "SELECT FLOOR(AVG(score)), FLOOR(SUM(score) / 3), FLOOR(2.5), FLOOR(LENGTH('abc') / 2) FROM games"
    )
    assert row == (4, 6, 2, 1)
    assert [type(value) for value in row] == [decimal.Decimal, decimal.Decimal, int, int]

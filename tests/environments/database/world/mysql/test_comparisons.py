"""Comparisons of any two types, and casts."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 'a' = 'A', 'a' = 'a ', 'ä' = 'a', 'ß' = 's', 'n' = 'ñ'
= [(1, 1, 1, 1, 1)]
SELECT BINARY 'a' = 'A', 'a' COLLATE utf8mb4_bin = 'A', 'a' LIKE BINARY 'A'
= [(0, 0, 0)]
SELECT 2 < '10', '2' < '10', 2 = '2abc', 'abc' = 0, '1e1' = 10
= [(1, 0, 1, 1, 1)]
SELECT NULL = NULL, NULL <=> NULL, NULL <=> 1, 1 <> NULL
= [(None, 1, 0, None)]
SELECT 1 IN (1, NULL), 2 IN (1, NULL), 2 NOT IN (1, NULL), NULL IN (1)
= [(1, None, None, None)]
SELECT 5 BETWEEN 1 AND 5, 5 NOT BETWEEN 1 AND 4, 'b' BETWEEN 'A' AND 'C', 3 BETWEEN 5 AND 1
= [(1, 1, 1, 0)]
SELECT (1, 2) = (1, 2), (1, NULL) = (1, 2), (1, 2) IN ((1, 2), (3, 4))
= [(1, None, 1)]
SELECT name FROM teams WHERE founded = '2001-1-31'
= [('Red',)]
SELECT name FROM teams WHERE founded = 20010131
= [('Red',)]
SELECT name FROM teams WHERE founded > '2001-01-31 10:00:00' ORDER BY id
= [('Green',)]
SELECT 1 IS TRUE, 0 IS FALSE, NULL IS UNKNOWN, 2 IS TRUE, NULL IS NOT TRUE
= [(1, 1, 1, 1, 1)]
SELECT CAST('12abc' AS SIGNED), CAST('-3.7' AS SIGNED), CAST('' AS SIGNED), CAST(3.5 AS SIGNED)
= [(12, -3, 0, 4)]
SELECT CAST(-2.5 AS SIGNED)
= [(-3,)]
SELECT CAST('3.756' AS DECIMAL(10,2)), CAST(99999 AS DECIMAL(4,1)), CAST('x' AS DECIMAL)
= [(Decimal('3.76'), Decimal('999.9'), Decimal('0'))]
SELECT CAST(5 AS CHAR), CAST(1.50 AS CHAR), CAST(1e3 AS CHAR), CAST('abcdef' AS CHAR(3))
= [('5', '1.50', '1000', 'abc')]
SELECT CAST('2020-02-30' AS DATE), CAST('20200115' AS DATE), CAST('2020-01-15 10:11:12' AS DATE)
= [(None, datetime.date(2020, 1, 15), datetime.date(2020, 1, 15))]
SELECT CAST('2020-01-15' AS DATETIME)
= [(datetime.datetime(2020, 1, 15, 0, 0),)]
SELECT CAST(20200115 AS DATE), CAST('10:11:12' AS TIME), CONVERT('17', UNSIGNED)
= [(datetime.date(2020, 1, 15), datetime.timedelta(seconds=36672), 17)]
SELECT STRCMP('a', 'B'), STRCMP('b', 'A'), STRCMP('a', 'A')
= [(-1, 1, 0)]
SELECT name FROM teams WHERE id = '1x'
= [('Red',)]
SELECT COUNT(*) FROM teams WHERE name = 0
= [(3,)]
SELECT COUNT(*) FROM teams WHERE name
= [(0,)]
SELECT 1 < ANY (SELECT score FROM games), 9 > ALL (SELECT score FROM games), 3 = SOME (SELECT score FROM games)
= [(1, 1, 1)]
SELECT 1 > ALL (SELECT score FROM games WHERE id > 99), 1 > ANY (SELECT score FROM games WHERE id > 99)
= [(1, 0)]
SELECT id FROM teams WHERE size NOT IN (SELECT size FROM teams)
= []
SELECT BINARY name, name FROM teams WHERE BINARY name = 'Red'
= [(b'Red', 'Red')]
SELECT CONCAT(BINARY 'a', 'b'), COALESCE(BINARY 'a', 'b'), LENGTH(BINARY 'é')
= [(b'ab', b'a', 2)]
SELECT name COLLATE utf8mb4_bin FROM teams WHERE id = 1
= [('Red',)]
SELECT CAST('x' AS VARCHAR)
= 1064
SELECT CAST('x' AS TIMESTAMP)
= 1064
SELECT CAST(5 AS NCHAR), CAST('ab' AS CHAR(1) CHARACTER SET utf8mb4), CAST('2020-01-01' AS DATETIME(0))
= [('5', 'a', datetime.datetime(2020, 1, 1, 0, 0))]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

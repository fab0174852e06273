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
SELECT YEAR(CAST('x' AS DATE)), DATEDIFF(CAST('x' AS DATE), '2020-01-01'), DATE_FORMAT(CAST('x' AS DATE), '%Y'),
  CAST('x' AS DATE) + INTERVAL 1 DAY, LAST_DAY(DATE('x')), TO_DAYS(DATE('x')), MONTH(DATE(''))
= [(None, None, None, None, None, None, None)]
SELECT DATE(''), CAST('' AS DATE), DATE('n/a'), TIMESTAMP('x'), CAST('x' AS DATETIME)
= [(None, None, None, None, None)]
SELECT CAST(name AS DATE) AS d, COUNT(*) FROM teams GROUP BY d
= [(None, 3)]
SELECT CAST(name AS DATE) AS d FROM teams GROUP BY d ORDER BY d
= [(None,)]
SELECT DISTINCT CAST(name AS DATE) FROM teams
= [(None,)]
SELECT id FROM teams ORDER BY CAST(name AS DATE), id
= [(1,), (2,), (3,)]
SELECT IF(CAST('x' AS DATE), 1, 2), IF(CAST('x' AS DATE) IS NULL, 1, 2), CASE WHEN DATE('x') THEN 1 ELSE 2 END, NOT
  DATE('x')
= [(2, 1, 2, None)]
SELECT CONCAT(CAST('x' AS DATE)), CONCAT('a', DATE('x')), LENGTH(DATE('x'))
= [(None, None, None)]
SELECT COALESCE(CAST('x' AS DATE), '2020-01-01') < '2020-01-02', IFNULL(DATE('x'), DATE '2020-01-01')
= [(1, datetime.date(2020, 1, 1))]
SELECT CAST('x' AS DATE) <=> NULL, CAST('x' AS DATE) <> '2020-01-01', CAST('x' AS DATE) = CAST(NULL AS DATE),
  CAST('x' AS DATE) IN ('2020-01-01'), CAST('x' AS DATE) NOT IN ('2020-01-01'), CAST('x' AS DATE) BETWEEN
  '2020-01-01' AND '2021-01-01', CAST('x' AS DATE) NOT BETWEEN '2020-01-01' AND '2021-01-01'
= [(0, 1, None, 0, 1, 0, 1)]
SELECT STR_TO_DATE('x', '%Y') < '2020-01-01', TIMESTAMP('x') < '2020-01-01'
= [(None, 1)]
SELECT CAST('2020-02-30' AS DATE) < '2021-01-01', DATE('2020-13-01') < '2021-01-01', CAST('2020-02-30' AS DATE) IS
  NULL
= [(1, 1, 1)]
SELECT SECOND('1999-12-31'), TIME('2001-01-31'), MINUTE('1960-01-01'), HOUR('2020-01-01'), TIME('2059-01-01'),
  TIME('2060-01-01'), SECOND('2020-1-1'), TIME('0959-10-10')
= [(None, datetime.timedelta(seconds=1201), None, 0, datetime.timedelta(seconds=1259), None, 20,
  datetime.timedelta(seconds=599))]
SELECT TIME_TO_SEC('2020-01-01'), MICROSECOND('2020-01-01'), TIME('2020-02-30'), SECOND('2020-13-01')
= [(1220, 0, datetime.timedelta(seconds=1220), 20)]
SELECT TIMEDIFF('10:00:00', '09:00:00') FROM teams
= [(datetime.timedelta(seconds=3600),), (datetime.timedelta(seconds=3600),), (datetime.timedelta(seconds=3600),)]
SELECT name / 3, COUNT(*) FROM games g JOIN teams t ON t.id = g.id GROUP BY name / 3
= [(0.0, 3)]
SELECT score / 7 AS k, COUNT(*) FROM games GROUP BY k ORDER BY k
= [(Decimal('0.2857'), 1), (Decimal('0.4286'), 1), (Decimal('0.7143'), 1), (Decimal('1.1429'), 1)]
SELECT DISTINCT score / 70000 FROM games
= [(Decimal('0.0000'),), (Decimal('0.0001'),)]
SELECT COUNT(DISTINCT score / 70000), COUNT(DISTINCT 1 / score) FROM games
= [(2, 4)]
SELECT id FROM games ORDER BY score / 70000, id DESC
= [(3,), (1,), (4,), (2,)]
SELECT score / 70000 FROM games UNION SELECT 0.0001
= [(Decimal('0.0000'),), (Decimal('0.0001'),)]
SELECT 1 / 3 IN (0.3333), 1 / 3 = 0.3333, 2 / 3 > 0.6667
= [(1, 1, 0)]
SELECT id, RANK() OVER (ORDER BY score / 70000) FROM games ORDER BY id
= [(1, 1), (2, 3), (3, 1), (4, 3)]
SELECT SUM(DISTINCT score / 70000), MAX(score / 70000), AVG(DISTINCT score / 70000) FROM games
= [(Decimal('0.0001'), Decimal('0.0001'), Decimal('0.00005000'))]
SELECT size / 3 = 3.6667, size / 3 > 3.6666, size / 3 < 3.66667, 1 / 3 = 1.0 / 3.0, size / 3 * 3 = size, 1 / 3 * 3 =
  1, size / 3 IN (3.6667), size / 3 BETWEEN 3.6666 AND 3.66665 FROM teams WHERE id = 1
= [(1, 1, 0, 0, 1, 1, 1, 0)]
SELECT 1 / 3 = 0.33333, 1 / 3 < 0.33333, 2 / 3 = 0.6667, 2 / 3 = 0.66666, 1 / 3 = 1 / 3.0, 1 / 3 - 0.3333, 1 / 3 <=>
  0.3333, (1 / 3) = 0.3333, 1/3 + 0 = 0.3333, -(1/3) = -0.3333
= [(0, 1, 1, 0, 1, Decimal('0.0000'), 1, 1, 1, 1)]
SELECT AVG(score) = 4.5, AVG(score) / 7 = 0.64285714, AVG(score) / 7 = 0.642857142 FROM games
= [(1, 1, 0)]
SELECT IF(1 / 3 = 0.3333, 'a', 'b'), CASE 1 / 3 WHEN 0.3333 THEN 'a' ELSE 'b' END, NULLIF(1 / 3, 0.3333), FIELD(1 /
  3, 0.3333), GREATEST(1 / 3, 0.33334), ROUND(2 / 3, 3), ROUND(1 / 3, 6), TRUNCATE(2 / 3, 4), FLOOR(-1 / 30000),
  CEIL(1 / 30000), SIGN(1 / 30000), ABS(-1 / 30000), 1 / 30000 AND 1, NOT 1 / 30000
= [('a', 'b', None, 0, Decimal('0.33334'), Decimal('0.667'), Decimal('0.333333'), Decimal('0.6666'), -1, 1, 1,
  Decimal('0.0000'), 1, 0)]
SELECT ROUND(2.5, 4), ROUND(2.50, 1), TRUNCATE(2.5, 4), TRUNCATE(1/3, 6), ROUND(1/3, 2), ROUND(1/3, 4), ROUND(1/3,
  5), ROUND(1/3, 9), ROUND(1/3, 12), TRUNCATE(1/3, 12), ROUND(5, 3), ROUND(-2/3, 7)
= [(Decimal('2.5000'), Decimal('2.5'), Decimal('2.5000'), Decimal('0.333333'), Decimal('0.33'), Decimal('0.3333'),
  Decimal('0.33333'), Decimal('0.333333333'), Decimal('0.333333333000'), Decimal('0.333333333000'), 5,
  Decimal('-0.6666667'))]
SELECT ROUND(AVG(score), 6), ROUND(AVG(score) / 7, 10), ROUND(SUM(score) / 7, 8), TRUNCATE(AVG(score) / 7, 9),
  ROUND(AVG(score), 2) FROM games
= [(Decimal('4.500000'), Decimal('0.6428571429'), Decimal('2.57142857'), Decimal('0.642857142'), Decimal('4.50'))]
SELECT ROUND(size / 3, 6), ROUND(size / 7, 2), TRUNCATE(size / 7, 8) FROM teams
= [(Decimal('3.666667'), Decimal('1.57'), Decimal('1.57142857')), (Decimal('2.333333'), Decimal('1.00'),
  Decimal('1.00000000')), (None, None, None)]
SELECT 1/3 IN (0.3333, 5), 1/3 IN (5, 0.3333), 1/3 IN (1/3, 7), 1/3 NOT IN (0.3333), 1/3 IN (0.33330, 9), 1/3 IN
  (NULL, 0.3333), size / 3 IN (3.6667, 5) FROM teams WHERE id = 1
= [(0, 0, 1, 0, 0, None, 0)]
SELECT 1/3 BETWEEN 0.3333 AND 0.3333, 0.3333 BETWEEN 1/3 AND 1/3, size / 3 BETWEEN 3.6667 AND 3.6667 FROM teams
  WHERE id = 1
= [(0, 0, 0)]
SELECT COUNT(*) FROM teams t JOIN games g ON t.size / 3 = g.score / 3 + 2.0000
= [(1,)]
SELECT t.id FROM teams t JOIN (SELECT 3.6667 AS v) x ON t.size / 3 = x.v
= [(1,)]
SELECT t.id FROM teams t JOIN (SELECT 3.6667 AS v) x ON x.v = t.size / 3
= [(1,)]
SELECT id FROM teams WHERE size / 3 = (SELECT 3.6667)
= [(1,)]
SELECT id FROM teams WHERE size / 3 IN (SELECT 3.6667)
= [(1,)]
SELECT id FROM teams WHERE size / 3 = 3.6667 OR size / 3 > 3.66665
= [(1,)]
SELECT CASE size / 3 WHEN 3.6667 THEN 'a' WHEN 11 / 3 THEN 'c' ELSE 'b' END FROM teams WHERE id = 1
= [('c',)]
SELECT team_id, AVG(score) / 3 AS a FROM games GROUP BY team_id HAVING a = 1.33333333 OR AVG(score) / 3 = 0.66666667
  ORDER BY team_id
= [(1, Decimal('1.33333333')), (2, Decimal('0.66666667'))]
SELECT 1/3 = 0.3333e0, 1/3 > 0.33333e0 FROM teams WHERE id = 1
= [(0, 1)]
SELECT 1/3 > ANY (SELECT 0.3333), (1/3, 1) = (0.3333, 1), 1/3 <> 0.3333, NOT 1/3 = 0.3333
= [(0, 1, 0, 0)]
SELECT MAX(score / 70000) = 0.0001, SUM(score / 70000) = 0.0003, SUM(score / 70000), SUM(score) / 70000 = 0.0003
  FROM games
= [(1, 1, Decimal('0.0003'), 1)]
SELECT COUNT(DISTINCT score / 3, 1), COUNT(DISTINCT ROUND(score / 70000, 6)), GROUP_CONCAT(DISTINCT score / 70000)
  FROM games
= [(4, 4, '0.0000,0.0001')]
SELECT IF(size / 3 > 3.66666, 1, 0), LEAST(1/3, 0.33331), GREATEST(1/3, 0.3333) , STRCMP(1/3, 0.3333) FROM teams
  WHERE id = 1
= [(1, Decimal('0.33331'), Decimal('0.3333'), 0)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

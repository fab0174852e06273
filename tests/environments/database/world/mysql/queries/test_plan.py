"""Unions and what is distinct."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT id FROM games UNION SELECT id FROM teams ORDER BY id
= [(1,), (2,), (3,), (4,)]
SELECT 1 AS a UNION ALL SELECT 2.50 UNION ALL SELECT 'x'
= [('1',), ('2.50',), ('x',)]
SELECT name FROM teams WHERE id = 1 UNION SELECT 'RED'
= [('Red',)]
SELECT NULL UNION SELECT 1
= [(None,), (1,)]
SELECT DISTINCT UPPER(name), name FROM teams WHERE id = 1
= [('RED', 'Red')]
SELECT COUNT(*) FROM (SELECT DISTINCT team_id FROM games) x
= [(3,)]
SELECT * FROM (SELECT id FROM games ORDER BY score DESC LIMIT 2) x ORDER BY id
= [(2,), (4,)]
SELECT 1.5 UNION SELECT 1 EXCEPT SELECT '1'
= [('1.5',)]
SELECT 1 INTERSECT SELECT 1.0 UNION ALL SELECT 'a'
= [('a',)]
(SELECT 1 UNION ALL SELECT 2.50) UNION ALL SELECT 'x'
= [('1.00',), ('2.50',), ('x',)]
SELECT DATE '2020-01-01' UNION ALL SELECT TIMESTAMP '2020-01-02 00:00:00' UNION ALL SELECT 'x'
= [('2020-01-01',), ('2020-01-02 00:00:00',), ('x',)]
SELECT POW(-8, 0.5)
= 1690
SELECT POW(0, -1)
= 1690
SELECT POW(0, 0), POW('a', 2), POW(-2, 3), POW(2, -1), POW(NULL, 1)
= [(1.0, 0.0, -8.0, 0.5, None)]
SELECT SECOND('2020-02-29'), MINUTE('2020-02-29'), HOUR('2020-02-29')
= [(20, 20, 0)]
SELECT TIME('2020-02-29')
= [(datetime.timedelta(seconds=1220),)]
SELECT ROUND(10/3, 2) UNION SELECT 'a'
= [('3.33',), ('a',)]
SELECT CAST(5 AS DECIMAL(10,2)) UNION SELECT 'a'
= [('5.00',), ('a',)]
SELECT TRUNCATE(1/3, 2) UNION SELECT 'a'
= [('0.33',), ('a',)]
SELECT CONCAT(1/3), CONCAT(IF(1, 1, 2.5)), CONCAT(1/3 + 1), UPPER(1/3), COALESCE(1/3, 'a'), IF(1, 1/3, 'a'),
  CONCAT(COALESCE(1, 2.50))
= [('0.3333', '1.0', '1.3333', '0.3333', '0.3333', '0.3333', '1.00')]
SELECT GREATEST('10', '9'), IF(GREATEST('0', 'a'), 1, 2), CONCAT(GREATEST('10','9')) + 0
= [('9', 2, 9.0)]
SELECT CAST(GREATEST('10', '9') AS SIGNED), GREATEST('10', '9') = '9'
= [(9, 1)]
SELECT 1e0/3 UNION SELECT 'a'
= [('0.3333333333333333',), ('a',)]
SELECT SQRT(2) UNION SELECT 'a'
= [('1.4142135623730951',), ('a',)]
SELECT AVG(1e0/3) UNION SELECT 'a'
= [('0.3333333333333333',), ('a',)]
SELECT -SQRT(2) * 1000000 UNION SELECT 'a'
= [('-1414213.5623730952',), ('a',)]
SELECT 1e100 * 3 UNION SELECT 'a'
= [('3.0000000000000002e100',), ('a',)]
SELECT SQRT(2), POW(2, 70), 1e0 / 7 FROM teams UNION SELECT name, name, name FROM teams
= [('1.4142135623730951', '1.1805916207174113e21', '0.14285714285714285'), ('Red', 'Red', 'Red'), ('blue', 'blue',
  'blue'), ('Green', 'Green', 'Green')]
SELECT SQRT(2) UNION SELECT 1.5 UNION SELECT 'x'
= [('1.4142135623730951',), ('1.5',), ('x',)]
SELECT RADIANS(1) UNION SELECT NULL UNION SELECT ''
= [('0.017453292519943295',), (None,), ('',)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

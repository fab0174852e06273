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
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

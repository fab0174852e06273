"""Expressions over groups."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT team_id, SUM(score) AS s FROM games GROUP BY team_id HAVING s > 5 ORDER BY s DESC, team_id
= [(1, Decimal('8')), (9, Decimal('8'))]
SELECT team_id + 1, COUNT(*) FROM games GROUP BY team_id + 1 ORDER BY 1
= [(2, 2), (3, 1), (10, 1)]
SELECT LOWER(note) AS n, COUNT(*) FROM games GROUP BY n ORDER BY n
= [(None, 1), ('away', 1), ('home', 1), ('lost', 1)]
SELECT YEAR(founded) AS y, COUNT(*) FROM teams GROUP BY YEAR(founded) ORDER BY y
= [(1999, 1), (2001, 1), (2010, 1)]
SELECT team_id FROM games GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 1
= [(1,)]
SELECT COUNT(*) FROM games GROUP BY team_id HAVING COUNT(*) > 1
= [(2,)]
SELECT team_id, MAX(score) - MIN(score) FROM games GROUP BY team_id ORDER BY team_id
= [(1, 2), (2, 0), (9, 0)]
SELECT size > 8, COUNT(*) FROM teams GROUP BY size > 8 ORDER BY 1
= [(None, 1), (0, 1), (1, 1)]
SELECT name FROM teams HAVING name = 'red'
= [('Red',)]
SELECT name FROM teams HAVING size > 1
= 1054
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""SELECT with all its clauses, unions, WITH."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT DISTINCT team_id FROM games ORDER BY team_id LIMIT 2
= [(1,), (2,)]
SELECT id FROM games ORDER BY id LIMIT 1, 2
= [(2,), (3,)]
SELECT id FROM games ORDER BY id LIMIT 2 OFFSET 1
= [(2,), (3,)]
SELECT id FROM games LIMIT -1
= 1064
SELECT id FROM games ORDER BY 1 DESC
= [(4,), (3,), (2,), (1,)]
SELECT id FROM games ORDER BY 9
= 1054
SELECT * FROM teams, games WHERE teams.id = games.team_id AND games.id = 1
= [(1, 'Red', 11, datetime.date(2001, 1, 31), 1, 1, 3, 'home')]
SELECT t.*, g.id FROM teams t LEFT JOIN games g ON g.team_id = t.id AND g.id = 1 ORDER BY t.id
= [(1, 'Red', 11, datetime.date(2001, 1, 31), 1), (2, 'blue', 7, datetime.date(1999, 12, 31), None), (3, 'Green',
  None, datetime.date(2010, 6, 15), None)]
SELECT * FROM teams JOIN games USING (id) WHERE id = 1
= [(1, 'Red', 11, datetime.date(2001, 1, 31), 1, 3, 'home')]
SELECT COUNT(*) FROM teams NATURAL JOIN games
= [(3,)]
SELECT COUNT(*) FROM teams CROSS JOIN games
= [(12,)]
SELECT t.id, g.id FROM teams t RIGHT JOIN games g ON g.team_id = t.id ORDER BY g.id
= [(1, 1), (1, 2), (2, 3), (None, 4)]
SELECT 1 UNION SELECT 1 UNION ALL SELECT 1
= [(1,), (1,)]
SELECT 1 UNION SELECT 1, 2
= 1222
(SELECT 1) UNION (SELECT 2) ORDER BY 1 DESC LIMIT 1
= [(2,)]
SELECT id FROM teams INTERSECT SELECT team_id FROM games ORDER BY id
= [(1,), (2,)]
SELECT id FROM teams EXCEPT SELECT team_id FROM games
= [(3,)]
WITH t AS (SELECT 1 AS a) SELECT a + 1 FROM t
= [(2,)]
WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT i FROM n
= [(1,), (2,), (3,), (4,)]
SELECT x.id FROM (SELECT id FROM teams) AS x ORDER BY x.id
= [(1,), (2,), (3,)]
SELECT TOP 1 id FROM teams
= 1064
SELECT id FROM teams WHERE
= 1064
SELECT FROM teams
= 1064
SELECT * FROM
= 1064
SELECT id FROM teams GROUP BY
= 1064
SELECT 1 FROM DUAL WHERE 1 = 0
= []
TABLE teams
= 1064
SELECT * FROM teams FULL JOIN games ON teams.id = games.team_id
= 1054
SELECT * FROM teams FULL OUTER JOIN games ON teams.id = games.team_id
= 1064
SELECT COUNT(*) FROM teams t FULL JOIN games g ON t.id = g.team_id
= 1064
SELECT COUNT(*) FROM teams FULL JOIN games USING (id)
= [(3,)]
SELECT * FROM teams LEFT JOIN games WHERE 1
= 1064
SELECT id FROM foo(1)
= 1064
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

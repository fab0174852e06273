"""Which column a name stands for."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT id FROM teams, games
= 1052
SELECT teams.id FROM teams, games WHERE teams.id = games.id AND games.score = 2
= [(3,)]
SELECT T.id FROM teams AS t WHERE t.id = 1
= 1054
SELECT ID, NaMe FROM teams WHERE Id = 1
= [(1, 'Red')]
SELECT teams.id FROM teams AS t
= 1054
SELECT t.id FROM teams t WHERE EXISTS (SELECT 1 FROM games WHERE team_id = t.id AND score = 2)
= [(2,)]
SELECT (SELECT nothing FROM games LIMIT 1) FROM teams
= 1054
SELECT task.teams.id FROM teams WHERE teams.id = 2
= [(2,)]
SELECT name AS a FROM teams WHERE a = 'Red'
= 1054
SELECT id AS a FROM teams GROUP BY a HAVING a > 1 ORDER BY a DESC
= [(3,), (2,)]
SELECT x.id FROM (SELECT id FROM teams UNION SELECT 9) x WHERE x.id > 2 ORDER BY 1
= [(3,), (9,)]
SELECT * FROM teams t JOIN teams t ON 1
= 1066
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""Joins."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT a.id, b.id FROM teams a JOIN teams b ON a.id < b.id ORDER BY a.id, b.id
= [(1, 2), (1, 3), (2, 3)]
SELECT t.name, g.note FROM teams t LEFT JOIN games g ON g.team_id = t.id ORDER BY t.id, g.id
= [('Red', 'home'), ('Red', None), ('blue', 'Away'), ('Green', None)]
SELECT t.name FROM teams t LEFT JOIN games g ON g.team_id = t.id WHERE g.id IS NULL
= [('Green',)]
SELECT COUNT(*) FROM teams t LEFT JOIN games g ON g.team_id = t.id AND g.score > 100
= [(3,)]
SELECT * FROM teams t JOIN games t ON 1
= 1066
SELECT * FROM teams LEFT JOIN games
= 1064
SELECT COUNT(*) FROM teams JOIN games
= [(12,)]
SELECT t.id FROM teams t STRAIGHT_JOIN games g ON g.team_id = t.id ORDER BY g.id
= [(1,), (1,), (2,)]
SELECT COUNT(*) FROM (teams, games) JOIN teams x ON x.id = games.id
= [(9,)]
SELECT g.id FROM games g WHERE (g.team_id, g.score) IN (SELECT team_id, MAX(score) FROM games GROUP BY team_id)
  ORDER BY g.id
= [(2,), (3,), (4,)]
SELECT id FROM teams JOIN games USING (nothing)
= 1054
SELECT t.id FROM teams t JOIN games g USING (id) ORDER BY id
= [(1,), (2,), (3,)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

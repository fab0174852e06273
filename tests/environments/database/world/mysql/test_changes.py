"""INSERT, REPLACE, UPDATE, DELETE: what they leave."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
INSERT INTO teams VALUES (4, 'x', 'abc', '2020-01-01') => SELECT * FROM teams WHERE id = 4
= [] | [(4, 'x', 0, datetime.date(2020, 1, 1))]
INSERT INTO teams VALUES (4, 'x', 3.7, 20200105) => SELECT * FROM teams WHERE id = 4
= [] | [(4, 'x', 4, datetime.date(2020, 1, 5))]
INSERT INTO teams (id, name) VALUES (5, NULL), (6, 7) => SELECT * FROM teams WHERE id > 4 ORDER BY id
= [] | [(5, None, None, None), (6, '7', None, None)]
INSERT INTO teams VALUES (1, 'dup', 1, NULL) => SELECT COUNT(*) FROM teams
= 1062 | [(3,)]
INSERT INTO teams VALUES (7, 'a', 1, NULL), (1, 'dup', 1, NULL) => SELECT COUNT(*) FROM teams
= 1062 | [(3,)]
INSERT INTO teams (id, name, size) VALUES (1, 'dup', 5) ON DUPLICATE KEY UPDATE size = size + VALUES(size) => SELECT
  size FROM teams WHERE id = 1
= [] | [(16,)]
INSERT INTO teams (id, name) SELECT id + 10, note FROM games WHERE note IS NOT NULL => SELECT id, name FROM teams
  WHERE id > 9 ORDER BY id
= [] | [(11, 'home'), (13, 'Away'), (14, 'lost')]
INSERT INTO teams (id, nothing) VALUES (9, 1) => SELECT COUNT(*) FROM teams
= 1054 | [(3,)]
INSERT INTO teams (id) VALUES (9, 1) => SELECT COUNT(*) FROM teams
= 1136 | [(3,)]
REPLACE INTO teams (id, name) VALUES (1, 'new') => SELECT * FROM teams WHERE id = 1
= [] | [(1, 'new', None, None)]
UPDATE teams SET size = 1, size = size + 1 WHERE id = 1 => SELECT size FROM teams WHERE id = 1
= [] | [(2,)]
UPDATE teams SET size = size / 2 WHERE id = 1 => SELECT size FROM teams WHERE id = 1
= [] | [(6,)]
UPDATE teams SET name = size WHERE id = 1 => SELECT name FROM teams WHERE id = 1
= [] | [('11',)]
UPDATE teams SET id = 1 => SELECT id FROM teams ORDER BY id
= 1062 | [(1,), (2,), (3,)]
UPDATE teams SET id = id + 1 ORDER BY id DESC => SELECT id FROM teams ORDER BY id
= [] | [(2,), (3,), (4,)]
UPDATE teams t LEFT JOIN games g ON t.id = g.team_id SET t.size = 0 WHERE g.id IS NULL => SELECT id, size FROM teams
  ORDER BY id
= [] | [(1, 11), (2, 7), (3, 0)]
UPDATE teams, games SET teams.size = games.score WHERE games.team_id = teams.id AND games.id = 2 => SELECT size FROM
  teams WHERE id = 1
= [] | [(5,)]
UPDATE games SET score = 0 ORDER BY score DESC LIMIT 1 => SELECT id FROM games WHERE score = 0
= [] | [(4,)]
UPDATE games SET score = (SELECT MAX(id) FROM teams) WHERE id = 1 => SELECT score FROM games WHERE id = 1
= [] | [(3,)]
UPDATE games SET score = (SELECT MAX(score) FROM games) => SELECT SUM(score) FROM games
= [] | [(Decimal('32'),)]
UPDATE teams SET nothing = 1 => SELECT COUNT(*) FROM teams
= 1054 | [(3,)]
UPDATE teams SET founded = '2020-02-30' WHERE id = 1 AND 1 = 0 => SELECT founded FROM teams WHERE id = 1
= [] | [(datetime.date(2001, 1, 31),)]
DELETE FROM games WHERE score > '4' => SELECT id FROM games ORDER BY id
= [] | [(1,), (3,)]
DELETE FROM games ORDER BY score DESC LIMIT 2 => SELECT id FROM games ORDER BY id
= [] | [(1,), (3,)]
DELETE g FROM games g JOIN teams t ON g.team_id = t.id WHERE t.name = 'red' => SELECT id FROM games ORDER BY id
= [] | [(3,), (4,)]
DELETE FROM teams WHERE id IN (SELECT team_id FROM games) => SELECT id FROM teams
= [] | [(3,)]
DELETE FROM teams WHERE id = (SELECT MAX(id) FROM teams) => SELECT id FROM teams ORDER BY id
= [] | [(1,), (2,)]
DELETE FROM nowhere => SELECT 1
= 1146 | [(1,)]
TRUNCATE games => SELECT COUNT(*) FROM games
= [] | [(0,)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

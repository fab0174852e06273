"""How changes of rows are written."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
INSERT teams SET id = 7, name = 'set' => SELECT * FROM teams WHERE id = 7
= [] | [(7, 'set', None, None)]
INSERT INTO teams VALUE (7, 'v', 1, NULL) => SELECT * FROM teams WHERE id = 7
= [] | [(7, 'v', 1, None)]
INSERT INTO teams VALUES (7, 'v', DEFAULT, DEFAULT) => SELECT * FROM teams WHERE id = 7
= [] | [(7, 'v', None, None)]
INSERT INTO teams () VALUES () => SELECT COUNT(*) FROM teams
= [] | [(4,)]
INSERT teams VALUES (7 => SELECT COUNT(*) FROM teams
= 1064 | [(3,)]
UPDATE teams SET size = 1 WHERE => SELECT COUNT(*) FROM teams WHERE size = 1
= 1064 | [(0,)]
UPDATE teams SET => SELECT 1
= 1064 | [(1,)]
UPDATE teams SET size 1 => SELECT 1
= 1064 | [(1,)]
DELETE FROM teams t WHERE t.id = 1 => SELECT COUNT(*) FROM teams
= 1064 | [(3,)]
DELETE FROM t USING teams t WHERE t.id = 1 => SELECT COUNT(*) FROM teams
= [] | [(2,)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

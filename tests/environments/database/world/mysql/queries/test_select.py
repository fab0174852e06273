"""The columns and the conditions of a SELECT."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT name AS n FROM teams WHERE n = 'Red'
= 1054
SELECT *, 1 FROM teams WHERE id = 1
= [(1, 'Red', 11, datetime.date(2001, 1, 31), 1)]
SELECT 1, * FROM teams
= 1064
SELECT teams.* FROM teams WHERE id = 2
= [(2, 'blue', 7, datetime.date(1999, 12, 31))]
SELECT t.name FROM teams t WHERE t.id = (SELECT MAX(g.team_id) FROM games g WHERE g.team_id = t.id)
= [('Red',), ('blue',)]
SELECT name, (SELECT COUNT(*) FROM games WHERE team_id = teams.id) FROM teams ORDER BY id
= [('Red', 2), ('blue', 1), ('Green', 0)]
SELECT DISTINCT note FROM games ORDER BY note
= [(None,), ('Away',), ('home',), ('lost',)]
SELECT id FROM teams WHERE NULL
= []
SELECT id FROM teams WHERE id = 1 OR NULL
= [(1,)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

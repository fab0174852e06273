"""Queries within queries."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT x.n FROM (SELECT name AS n FROM teams WHERE id = 1) x
= [('Red',)]
WITH a AS (SELECT 1 AS i), b AS (SELECT i + 1 AS i FROM a) SELECT a.i, b.i FROM a, b
= [(1, 2)]
WITH teams AS (SELECT 5 AS id) SELECT * FROM teams
= [(5,)]
WITH a AS (SELECT 1) SELECT * FROM b
= 1146
SELECT (SELECT MAX(score) FROM games WHERE team_id = t.id) FROM teams t ORDER BY id
= [(5,), (2,), (None,)]
SELECT (SELECT t.id + x.i FROM (SELECT 1 AS i) x) FROM teams t ORDER BY id
= [(2,), (3,), (4,)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

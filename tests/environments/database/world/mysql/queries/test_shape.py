"""Order and limit."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT name FROM teams ORDER BY name
= [('blue',), ('Green',), ('Red',)]
SELECT name FROM teams ORDER BY size, id
= [('Green',), ('blue',), ('Red',)]
SELECT name FROM teams ORDER BY size DESC, id
= [('Red',), ('blue',), ('Green',)]
SELECT id, note FROM games ORDER BY note, id
= [(2, None), (3, 'Away'), (1, 'home'), (4, 'lost')]
SELECT name AS id FROM teams ORDER BY id
= [('blue',), ('Green',), ('Red',)]
SELECT id * 2 AS d FROM games ORDER BY d DESC LIMIT 1
= [(8,)]
SELECT id FROM games ORDER BY -score
= [(4,), (2,), (1,), (3,)]
SELECT id FROM games ORDER BY team_id = 9 DESC, id
= [(4,), (1,), (2,), (3,)]
SELECT id FROM games LIMIT 0
= []
SELECT id FROM games ORDER BY id LIMIT 18446744073709551615 OFFSET 2
= [(3,), (4,)]
SELECT id FROM games ORDER BY RAND() LIMIT 0
= []
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

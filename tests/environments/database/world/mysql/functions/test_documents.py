"""Functions of JSON documents."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT JSON_LENGTH('[1,2,3]'), JSON_LENGTH('{"a": 1}'), JSON_LENGTH('3'), JSON_LENGTH(NULL)
= [(3, 1, 1, None)]
SELECT JSON_CONTAINS('[1,2]', '2'), JSON_CONTAINS('[1,2]', '5'), JSON_VALID('{'), JSON_VALID('[]')
= [(1, 0, 0, 1)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

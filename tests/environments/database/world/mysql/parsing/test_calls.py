"""Calls that are written in a way of their own."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT TRIM(LEADING FROM ' a'), TRIM('x' FROM 'xax'), SUBSTRING('abc', 2), POSITION('b' IN 'abc')
= [('a', 'a', 'bc', 2)]
SELECT EXTRACT(DAY FROM '2020-01-05')
= [(5,)]
SELECT COUNT(DISTINCT id), COUNT(ALL id) FROM teams
= [(3, 3)]
SELECT COUNT(DISTINCT *) FROM teams
= 1064
SELECT GROUP_CONCAT(DISTINCT name ORDER BY name DESC SEPARATOR '') FROM teams
= [('RedGreenblue',)]
SELECT SUM(score) OVER (), ROW_NUMBER() OVER (ORDER BY id DESC) FROM games ORDER BY id LIMIT 1
= [(Decimal('18'), 4)]
SELECT CONVERT('a' USING utf8mb4)
= [('a',)]
SELECT WEIGHT_STRING
= 1054
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""Aggregates: one value of all rows of a group."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT COUNT(*), COUNT(size), COUNT(DISTINCT name) FROM teams
= [(3, 2, 3)]
SELECT SUM(size), AVG(size), MIN(size), MAX(size) FROM teams WHERE id > 99
= [(None, None, None, None)]
SELECT COUNT(*) FROM teams WHERE id > 99
= [(0,)]
SELECT SUM(score) / 3, AVG(score), AVG(score) / 3 FROM games
= [(Decimal('6.0000'), Decimal('4.5000'), Decimal('1.50000000'))]
SELECT SUM(name), AVG(name) FROM teams
= [(0.0, 0.0)]
SELECT MIN(name), MAX(name), MIN(founded) FROM teams
= [('blue', 'Red', datetime.date(1999, 12, 31))]
SELECT STD(score), STDDEV_SAMP(score), VAR_POP(score), VAR_SAMP(score) FROM games
= [(2.2913, 2.6458, 5.25, 7.0)]
SELECT VAR_SAMP(score), STDDEV_SAMP(score) FROM games WHERE id = 1
= [(None, None)]
SELECT BIT_AND(score), BIT_OR(score), BIT_XOR(score) FROM games
= [(0, 15, 12)]
SELECT BIT_AND(score), BIT_OR(score) FROM games WHERE id > 99
= [(18446744073709551615, 0)]
SELECT GROUP_CONCAT(name ORDER BY name SEPARATOR '; ') FROM teams
= [('blue; Green; Red',)]
SELECT GROUP_CONCAT(DISTINCT team_id ORDER BY team_id DESC) FROM games
= [('9,2,1',)]
SELECT GROUP_CONCAT(note), COUNT(note) FROM games WHERE note IS NULL
= [(None, 0)]
SELECT team_id, COUNT(*) FROM games GROUP BY team_id WITH ROLLUP
= [(1, 2), (2, 1), (9, 1), (None, 4)]
SELECT COUNT(DISTINCT team_id, score) FROM games
= [(4,)]
SELECT SUM(DISTINCT team_id) FROM games
= [(Decimal('12'),)]
SELECT SUM(score > 2), SUM(note IS NULL) FROM games
= [(Decimal('3'), Decimal('1'))]
SELECT MAX(score) FROM games HAVING MAX(score) > 100
= []
SELECT SUM(MAX(score)) FROM games
= 1111
SELECT name FROM teams WHERE COUNT(*) > 1
= 1111
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""What arguments become before a function is computed."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT LEFT('abc', '2x'), LEFT('abc', 1.5), REPEAT('a', '2'), SUBSTRING('abc', 1.5, 1.5)
= [('ab', 'ab', 'aa', 'bc')]
SELECT YEAR(20200101), MONTH('2020-1-5'), YEAR(20200101123000), YEAR('20200101')
= [(2020, 1, 2020, 2020)]
SELECT LENGTH(12.50), UPPER(1.5), CONCAT(1e10, ''), CONCAT(DATE '2020-01-01', '!')
= [(5, '1.5', '10000000000', '2020-01-01!')]
SELECT CONCAT()
= 1582
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

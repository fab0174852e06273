"""Arithmetic: digits, signs, what is NULL, what is out of range."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 7 / 2, 7 DIV 2, -7 DIV 2, 7 % 4, -7 % 4, 7 MOD -4
= [(Decimal('3.5000'), 3, -3, 3, -3, 3)]
SELECT 1 / 3, 1.0 / 3, 1.00 / 3.000, 1e0 / 3
= [(Decimal('0.3333'), Decimal('0.33333'), Decimal('0.333333'), 0.3333333333333333)]
SELECT 5 / 0, 5 DIV 0, 5 % 0, NULL + 1
= [(None, None, None, None)]
SELECT 0.1 + 0.2 = 0.3, 0.1e0 + 0.2e0 = 0.3e0
= [(1, 0)]
SELECT 1.5 * 1.5, 1.50 + 1, 2.0 - 2
= [(Decimal('2.25'), Decimal('2.50'), Decimal('0.0'))]
SELECT '3' + '4', '3abc' * 2, 'abc' + 1, '1.5' + 1
= [(7.0, 6.0, 1.0, 2.5)]
SELECT 9223372036854775807 + 1
= 1690
SELECT 18446744073709551615 + 0
= [(18446744073709551615,)]
SELECT CAST(1 AS UNSIGNED) - 2
= 1690
SELECT 5 & 3, 5 | 3, 5 ^ 3, ~0, 1 << 4, 256 >> 4, 1 << 64
= [(1, 7, 6, 18446744073709551615, 16, 16, 0)]
SELECT -5 & 3
= [(3,)]
SELECT 1e308 * 10
= 1690
SELECT - '5', -(-3), +4, - -4
= [(-5.0, 3, 4, 4)]
SELECT founded + 0 FROM teams WHERE id = 1
= [(20010131,)]
SELECT founded - founded FROM teams WHERE id = 1
= [(0,)]
SELECT 2 + 3 * 4 - 1, (2 + 3) * 4, 2 * -3
= [(13, 20, -6)]
SELECT 10 DIV 2.5, 10.7 DIV 2, 7.5 % 2
= [(4, 5, Decimal('1.5'))]
SELECT 1 = 1 = 1, 3 > 2 > 1
= [(1, 0)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

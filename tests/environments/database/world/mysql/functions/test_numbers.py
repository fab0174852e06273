"""Functions of numbers."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT ROUND(2.5), ROUND(-2.5), ROUND(1234.567, -2), ROUND(2.567, 1), ROUND('2.5'), ROUND(2.5e0), ROUND(3.5e0)
= [(Decimal('3'), Decimal('-3'), Decimal('1200'), Decimal('2.6'), 2.0, 2.0, 4.0)]
SELECT TRUNCATE(2.567, 1), TRUNCATE(-2.567, 1), TRUNCATE(1234, -2), TRUNCATE(1.999, 0)
= [(Decimal('2.5'), Decimal('-2.5'), 1200, Decimal('1'))]
SELECT CEIL(2.1), CEILING(-2.1), FLOOR(2.9), FLOOR(-2.1), CEIL(3), FLOOR('2.9')
= [(3, -2, 2, -3, 3, 2.0)]
SELECT ABS(-3), ABS('-3.5'), SIGN(-3), SIGN(0), SIGN('x'), MOD(7, 3), MOD(-7, 3), MOD(7.5, 2)
= [(3, 3.5, -1, 0, 0, 1, -1, Decimal('1.5'))]
SELECT POW(2, 10), POWER(2, 0.5), SQRT(16), SQRT(-1), EXP(0), LN(1), LOG(0), LOG10(100), LOG2(8), LOG(2, 8)
= [(1024.0, 1.4142135623730951, 4.0, None, 1.0, 0.0, None, 2.0, 3.0, 3.0)]
SELECT PI(), SIN(0), COS(0), TAN(0), ATAN(1), ATAN2(1, 1), ASIN(1), ACOS(2), DEGREES(PI())
= [(3.141593, 0.0, 1.0, 0.0, 0.7853981633974483, 0.7853981633974483, 1.5707963267948966, None, 180.0)]
SELECT RADIANS(180), COT(1)
= [(3.141592653589793, 0.6420926159343306)]
SELECT GREATEST(1, 5, 3), LEAST(4, 2), GREATEST('b', 'C'), LEAST('b', 'C'), GREATEST(1, NULL), GREATEST(1, 2.5)
= [(5, 2, 'C', 'b', None, Decimal('2.5'))]
SELECT LEAST('10', 9)
= [(9.0,)]
SELECT EXP(1000)
= 1690
SELECT BIT_COUNT(7), CRC32('x') > 0
= [(3, 1)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""Calling a function by its name."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT abs(-1), Abs(-1), ABS (-1), COUNT(*)
= [(1, 1, 1, 1)]
SELECT PI(1)
= 1582
SELECT CONV('', 10, 2), CONV('+7', 10, 2), BIN(2.5), OCT('-1'), SHA2('a', 1)
= [(None, '111', '10', '1777777777777777777777', None)]
SELECT LOG(2), LOG(10, 100), LOG(0), ATAN(-2, 2), ACOS(2), COT(1), DEGREES(1), RADIANS(90)
= [(0.6931471805599453, 2.0, None, -0.7853981633974483, None, 0.6420926159343306, 57.29577951308232,
  1.5707963267948966)]
SELECT BIT_COUNT(-1), CRC32('MariaDB'), ORD('€'), TO_BASE64('a'), PERIOD_ADD(202012, 1), TO_SECONDS('2009-11-29')
= [(64, 4227209140, 14844588, 'YQ==', 202101, 63426672000)]
SELECT REGEXP_SUBSTR('ab12', '[0-9]+'), REGEXP_INSTR('ab12', '[0-9]'), NVL2(NULL, 1, 2.5), FROM_UNIXTIME(0, '%Y')
= [('12', 3, Decimal('2.5'), '1970')]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""Values as texts, as numbers and as dates."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT CONCAT(1e15), CONCAT(1e14), CONCAT(0.1e0), CONCAT(1e-5), CONCAT(123456789.5e0)
= [('1e15', '100000000000000', '0.1', '0.00001', '123456789.5')]
SELECT '12abc' + 0, '  7' + 0, '-' + 0, '1e2x' + 0, '.5' + 0, '0x1F' + 0
= [(12.0, 7.0, 0.0, 100.0, 0.5, 0.0)]
SELECT YEAR('2020/1/5'), MONTH('2020.01.05'), DAY('2020-01-05T10:00:00'), YEAR('20200105'), YEAR('2020-13-05')
= [(2020, 1, 5, 2020, None)]
SELECT YEAR('x')
= [(None,)]
SELECT 'a' = 'a   ', 'a' < 'B', 'Ä' = 'a', 'é' < 'f', 'ss' = 'ß', '' = ' '
= [(1, 1, 1, 1, 0, 1)]
SELECT CAST(2.5 AS SIGNED), CAST(-2.5 AS SIGNED), CAST(1e3 AS CHAR), CAST('9223372036854775807' AS SIGNED)
= [(3, -3, '1000', 9223372036854775807)]
SELECT IF(1, 1, 2.5), COALESCE(NULL, 1.50, 2), CASE WHEN 1 THEN DATE '2020-01-01' ELSE 'x' END
= [(Decimal('1.0'), Decimal('1.50'), '2020-01-01')]
SELECT 'x' AND 1, '1x' AND 1, '0.0' OR 0, '' OR 0
= [(0, 1, 0, 0)]
SELECT TIME '10:11:12' + 0, DATE '2020-01-05' + 0, TIMESTAMP '2020-01-05 10:11:12' + 0
= [(101112, 20200105, 20200105101112)]
SELECT 9223372036854775807 + 0, 9223372036854775808
= [(9223372036854775807, 9223372036854775808)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

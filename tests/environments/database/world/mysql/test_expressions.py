"""Operators, conditions, queries within expressions."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT NOT 0, NOT NULL, !1, NOT 'a', NOT 1 = 0
= [(1, None, 0, 1, 1)]
SELECT 1 AND NULL, 0 AND NULL, 1 OR NULL, 0 OR NULL, 1 XOR 1, 1 XOR NULL
= [(None, 0, 1, None, 0, None)]
SELECT 1 || 0, 1 && 1, 'a' || 'b'
= [(1, 1, 0)]
SELECT CASE WHEN NULL THEN 1 ELSE 2 END, CASE 1 WHEN '1' THEN 'x' END, CASE 5 WHEN 1 THEN 'x' END
= [(2, 'x', None)]
SELECT CASE WHEN 1 THEN 1 ELSE 'a' END, CASE WHEN 0 THEN 1 ELSE 2.5 END
= [('1', Decimal('2.5'))]
SELECT IF(0, 1, 2), IF('a', 1, 2), IF(NULL, 1, 2), IF(1, 1, 2.50), IF(1, NULL, 'x')
= [(2, 2, 2, Decimal('1.00'), None)]
SELECT 'a' 'b' 'c', N'x', _utf8mb4'y'
= [('abc', 'x', 'y')]
SELECT TRUE, FALSE, TRUE + TRUE, NULL
= [(1, 0, 2, None)]
SELECT DATE '2020-01-02', TIMESTAMP '2020-01-02 03:04:05', TIME '03:04:05'
= [(datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.timedelta(seconds=11045))]
SELECT '2020-01-31' + INTERVAL 1 MONTH, '2020-03-31' - INTERVAL 1 MONTH, DATE '2020-02-29' + INTERVAL 1 YEAR
= [('2020-02-29', '2020-02-29', datetime.date(2021, 2, 28))]
SELECT INTERVAL 1 DAY + '2020-01-01'
= [('2020-01-02',)]
SELECT (SELECT 1), EXISTS (SELECT 1 FROM teams WHERE id = 9), NOT EXISTS (SELECT NULL)
= [(1, 0, 0)]
SELECT (SELECT score FROM games)
= 1242
SELECT (SELECT score, id FROM games LIMIT 1)
= 1241
SELECT (SELECT score FROM games WHERE id = 99)
= [(None,)]
SELECT nothing FROM teams
= 1054
SELECT id FROM teams t JOIN games g ON g.team_id = t.id
= 1052
SELECT t.nothing FROM teams t
= 1054
SELECT x.id FROM teams t
= 1054
SELECT size IS NULL, size IS NOT NULL, ISNULL(size) FROM teams ORDER BY id
= [(0, 1, 0), (0, 1, 0), (1, 0, 1)]
SELECT ABS()
= 1582
SELECT 1 name, 2 AS `select`, 3 'x'
= [(1, 2, 3)]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

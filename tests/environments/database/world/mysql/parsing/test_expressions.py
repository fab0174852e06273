"""The precedence of operators."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 1 + 2 * 3, 2 * 3 DIV 4, 10 - 2 - 3, 2 * (3 + 4)
= [(7, 1, 5, 14)]
SELECT NOT 1 + 1, -2 * -3, 1 OR 0 AND 0, 1 XOR 1 OR 1
= [(0, 6, 1, 1)]
SELECT 5 & 3 | 8, 1 | 2 ^ 3, 1 << 2 + 1, -1 >> 60
= [(9, 1, 8, 15)]
SELECT 1 = 2 IS NULL, 1 IN (1) = 1, 1 BETWEEN 0 AND 1 AND 0
= [(0, 1, 0)]
SELECT 1 +
= 1064
SELECT (1
= 1064
SELECT 1 2
= 1064
SELECT BINARY 'a' = 'a', 'a' LIKE 'b' OR 'c' LIKE 'c'
= [(1, 1)]
SELECT NOT 1 BETWEEN 2 AND 3, !1 + 1
= [(1, 1)]
SELECT CASE END
= 1064
SELECT CAST(1 AS)
= 1064
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

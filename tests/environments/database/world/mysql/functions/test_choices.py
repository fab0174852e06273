"""Functions that choose among their arguments."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT COALESCE(NULL, NULL, 3), COALESCE(NULL, 'a', 1), COALESCE(NULL), IFNULL(NULL, 'x'), IFNULL(1, 'x')
= [(3, 'a', None, 'x', '1')]
SELECT NVL(NULL, 2), ISNULL(NULL), ISNULL(1)
= [(2, 1, 0)]
SELECT NULLIF(1, 1), NULLIF(1, 2), NULLIF('a', 'A'), NULLIF(NULL, 1), NVL2(NULL, 1, 2)
= [(None, 1, None, None, 2)]
SELECT IFNULL(size, 0) + 1, COALESCE(size, 'none') FROM teams ORDER BY id
= [(12, '11'), (8, '7'), (1, 'none')]
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

"""The numbers of errors."""

from __future__ import annotations

from tests.environments.database.world.mysql.facts import embedded, facts

FACTS = facts(
    r"""
SELECT 1 +
= 1064
SELECT * FROM nowhere
= 1146
SELECT nothing
= 1054
SELECT 1 FROM teams GROUP BY nothing
= 1054
INSERT INTO teams VALUES (1)
= 1136
"""
)


def test_the_server_says_the_same() -> None:
    assert embedded(FACTS) == []

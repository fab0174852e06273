"""``SHOW`` and ``DESCRIBE``, beside those compared in test_backend.py."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from tests.environments.database.statements import DATABASE


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("SHOW DATABASES", "[('information_schema',), ('task',)]"),
        ("SHOW INDEX FROM teams", "[]"),
        ("DESCRIBE nowhere", "1146 (42S02): Table 'task.nowhere' doesn't exist"),
        ("SHOW CREATE TABLE nowhere", "1146 (42S02): Table 'task.nowhere' doesn't exist"),
        ("SHOW GRANTS", "1227 (42000): Access denied; SHOW GRANTS is not allowed for this account"),
        ("EXPLAIN SELECT 1", "1235 (42000): EXPLAIN of a statement is not supported; run it"),
    ],
)
def test_answers(statement: str, shown: str) -> None:
    server = SQLiteBackend(Limits())
    server.begin(DATABASE, 0)
    assert server.run(statement).text == shown
    server.close()

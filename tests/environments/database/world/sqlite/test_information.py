"""``information_schema``."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from tests.environments.database.statements import DATABASE


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'task' ORDER BY table_name",
            "[('Club results',), ('games',), ('teams',)]",
        ),
        (
            "SELECT column_name, column_key FROM information_schema.columns WHERE table_name = 'teams' LIMIT 2",
            "[('id', 'PRI'), ('name', '')]",
        ),
        (
            "SELECT * FROM information_schema.users",
            "1109 (42S02): Unknown table 'users' in information_schema",
        ),
        ("SELECT * FROM mysql.user", "1142 (42000): SELECT command denied for table 'user'"),
    ],
)
def test_answers(statement: str, shown: str) -> None:
    server = SQLiteBackend(Limits())
    server.begin(DATABASE, 0)
    assert server.run(statement).text == shown
    server.close()

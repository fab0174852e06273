"""MySQL's functions that SQLite lacks or has otherwise; those of dates and aggregates with them."""

from __future__ import annotations

import pytest

from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from tests.environments.database.statements import DATABASE


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'50%' LIKE '50\\\\%'", 1),
        ("'Ajax' LIKE 'aJ_x'", 1),
        ("'abc' REGEXP '^A.C$'", 1),
        ("LOCATE('b', 'abcb', 3)", 4),
        ("SUBSTRING_INDEX('a.b.c', '.', 2)", "a.b"),
        ("SUBSTRING_INDEX('a.b.c', '.', -1)", "c"),
        ("TRUNCATE(2.789, 1)", 2.7),
        ("LPAD('7', 3, '0')", "007"),
        ("FIELD('b', 'a', 'b')", 2),
        ("ELT(2, 'a', 'b')", "b"),
        ("FIND_IN_SET('b', 'a,b')", 2),
        ("FORMAT(1234567.891, 2)", "1,234,567.89"),
        ("MD5('a')", "0cc175b9c0f1b6a831c399e269772661"),
        ("CONCAT_WS(',', 'a', NULL, 'b')", "a,b"),
        ("CONCAT('a', NULL)", None),
        ("DATE_ADD('2024-01-31', INTERVAL 1 MONTH)", "2024-02-29"),
        ("DATEDIFF('2024-03-01', '2024-02-28')", 2),
        ("TIMESTAMPDIFF(YEAR, '2000-06-01', '2024-05-31')", 23),
        ("DATE_FORMAT('2024-05-14', '%d.%m.%Y')", "14.05.2024"),
        ("DAYNAME('2024-05-14')", "Tuesday"),
        ("YEAR('no date')", None),
    ],
)
def test_functions(expression: str, value: object) -> None:
    server = SQLiteBackend(Limits())
    server.begin(DATABASE, 0)
    assert server.rows(f"SELECT {expression}") == [(value,)]
    server.close()

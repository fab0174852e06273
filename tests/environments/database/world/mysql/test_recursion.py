"""Recursive queries: the rows are MariaDB 10.11's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from agentgym.environments.database.world.backend import StatementError, Unsupported
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import DATABASE

NUMBERS = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend(Limits())
    backend.begin(DATABASE, 0)
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        (f"{NUMBERS} WHERE i < 5) SELECT SUM(i), COUNT(*) FROM n", [(Decimal(15), 5)]),
        (f"{NUMBERS}) SELECT COUNT(*) FROM n", [(1001,)]),  # the server stops without a word
        (f"{NUMBERS} WHERE i < 3), m AS (SELECT i * 10 AS j FROM n) SELECT j FROM m ORDER BY j", [(10,), (20,), (30,)]),
        ("WITH RECURSIVE n AS (SELECT 1 AS i UNION SELECT i % 3 + 1 FROM n) SELECT * FROM n ORDER BY i",
         [(1,), (2,), (3,)]),
        ("WITH RECURSIVE n AS (SELECT 1 AS i) SELECT * FROM n", [(1,)]),
        ("WITH RECURSIVE n(i, f) AS (SELECT 1, 1 UNION ALL SELECT i + 1, f * (i + 1) FROM n WHERE i < 10) "
         "SELECT MAX(f) FROM n", [(3628800,)]),
        ("WITH RECURSIVE n AS (SELECT CAST('a' AS CHAR(3)) AS t, 1 AS i UNION ALL SELECT CONCAT(t, 'b'), i + 1 FROM n "
         "WHERE i < 5) SELECT t FROM n ORDER BY i", [("a",), ("ab",), ("abb",), ("abb",), ("abb",)]),
        ("WITH RECURSIVE c AS (SELECT id, name FROM teams WHERE id = 1 UNION ALL SELECT t.id, CONCAT(c.name, t.name) "
         "FROM teams t, c WHERE t.id = c.id + 1) SELECT COUNT(*) FROM c", [(3,)]),
        ("WITH RECURSIVE d AS (SELECT DATE('2020-02-28') AS f, 1 AS i UNION ALL SELECT DATE_ADD(f, INTERVAL 1 DAY), "
         "i + 1 FROM d WHERE i < 3) SELECT MAX(f) FROM d", [(datetime.date(2020, 3, 1),)]),
    ],
)  # fmt: skip
def test_the_servers_rows(server: EmbeddedBackend, statement: str, rows: list[Any]) -> None:
    assert server.rows(statement) == rows


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT SUM(i) FROM n) SELECT * FROM n", 4008),
        ("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i FROM teams LEFT JOIN n ON i = id) SELECT 1 FROM n",
         4008),
        ("WITH RECURSIVE a (x, y) AS (SELECT 1 UNION ALL SELECT 2 FROM a) SELECT * FROM a", 4002),
        ("WITH a (x, y) AS (SELECT 1) SELECT * FROM a", 4002),
    ],
)  # fmt: skip
def test_what_the_server_refuses(server: EmbeddedBackend, statement: str, number: int) -> None:
    with pytest.raises(StatementError, match=f"^{number} ") as caught:
        server.rows(statement)
    assert not isinstance(caught.value, Unsupported)


@pytest.mark.parametrize(
    "statement",
    [
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i * 1.5 FROM n WHERE i < 9) SELECT * FROM n",
        "WITH RECURSIVE n AS (SELECT 5 AS i UNION ALL SELECT i * 100000 FROM n WHERE i < 100000000) SELECT * FROM n",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 4 LIMIT 2) SELECT * FROM n",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n UNION ALL SELECT i FROM n) SELECT * FROM n",
    ],
)
def test_what_is_not_done_is_said(server: EmbeddedBackend, statement: str) -> None:
    with pytest.raises(Unsupported):
        server.rows(statement)

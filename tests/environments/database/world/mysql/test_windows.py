"""Window functions: the values are MariaDB 10.11's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest

from agentgym.environments.database.world.backend import StatementError, Unsupported
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend

GAMES = Table(
    "games",
    (Column("id", "integer"), Column("team_id", "integer"), Column("score", "integer"), Column("rate", "real"),
     Column("note")),
    ((1, 1, 3, 0.5, "home"), (2, 1, 5, 2.25, None), (3, 2, 2, None, "Away"), (4, 9, 8, -1.5, "lost")), key="id",
)  # fmt: skip
DATABASE = Database("windows", (GAMES,))


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend(Limits())
    backend.begin(DATABASE, 0)
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ("ROW_NUMBER() OVER (ORDER BY score DESC)", [3, 2, 4, 1]),
        ("RANK() OVER (ORDER BY team_id), DENSE_RANK() OVER (ORDER BY team_id)", [(1, 1), (1, 1), (3, 2), (4, 3)]),
        ("RANK() OVER (PARTITION BY team_id ORDER BY score DESC)", [2, 1, 1, 1]),
        ("PERCENT_RANK() OVER (ORDER BY team_id)", [0.0, 0.0, 0.6666666667, 1.0]),
        ("CUME_DIST() OVER (ORDER BY team_id)", [0.5, 0.5, 0.75, 1.0]),
        ("NTILE(3) OVER (ORDER BY id), NTILE(9) OVER (ORDER BY id)", [(1, 1), (1, 2), (2, 3), (3, 4)]),
        ("LAG(score) OVER (ORDER BY id), LEAD(score, 2) OVER (ORDER BY id)", [(None, 2), (3, 8), (5, None), (2, None)]),
        ("LAG(score, -1) OVER (ORDER BY id), LAG(score, 0) OVER (ORDER BY id)", [(5, 3), (2, 5), (8, 2), (None, 8)]),
        ("score - LAG(score) OVER (ORDER BY id)", [None, 2, -3, 6]),
        ("FIRST_VALUE(score) OVER (ORDER BY id), LAST_VALUE(score) OVER (ORDER BY id)",
         [(3, 3), (3, 5), (3, 2), (3, 8)]),
        ("NTH_VALUE(score, 2) OVER (ORDER BY id)", [None, 5, 5, 5]),
        ("LAST_VALUE(score) OVER (PARTITION BY team_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED "
         "FOLLOWING)", [5, 5, 2, 8]),
        ("SUM(score) OVER (ORDER BY team_id)", [D(8), D(8), D(10), D(18)]),
        ("AVG(score) OVER (PARTITION BY team_id)", [D("4.0000"), D("4.0000"), D("2.0000"), D("8.0000")]),
        ("SUM(rate) OVER (ORDER BY id), COUNT(note) OVER (ORDER BY id)", [(0.5, 1), (2.75, 1), (2.75, 2), (1.25, 3)]),
        ("SUM(score) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)", [D(8), D(10), D(15), D(10)]),
        ("COUNT(*) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING)", [2, 2, 1, 0]),
        ("SUM(score) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING)", [None, D(3), D(8), D(7)]),
        ("MIN(note) OVER (ORDER BY id ROWS 1 PRECEDING)", ["home", "home", "Away", "Away"]),
        ("COUNT(*) OVER (ORDER BY team_id RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)", [4, 4, 2, 1]),
        ("MAX(rate) OVER (), MIN(score) OVER (PARTITION BY team_id ORDER BY id)",
         [(2.25, 3), (2.25, 3), (2.25, 2), (2.25, 8)]),
        ("RANK() OVER (ORDER BY 1)", [1, 1, 1, 1]),
        ("score AS s, RANK() OVER (ORDER BY s)", [(3, 2), (5, 3), (2, 1), (8, 4)]),
    ],
)  # fmt: skip
def test_the_servers_values(server: EmbeddedBackend, columns: str, rows: list[Any]) -> None:
    found = server.rows(f"SELECT {columns} FROM games ORDER BY id")
    assert found == [row if isinstance(row, tuple) else (row,) for row in rows]


def test_windows_over_groups_and_named_and_within(server: EmbeddedBackend) -> None:
    groups = "SELECT team_id, RANK() OVER (ORDER BY SUM(score) DESC) AS r FROM games GROUP BY team_id ORDER BY team_id"
    assert server.rows(groups) == [(1, 1), (2, 3), (9, 1)]
    assert server.rows("SELECT SUM(SUM(score)) OVER () FROM games GROUP BY team_id") == [(D(18),)] * 3
    named = "SELECT id, COUNT(*) OVER w, SUM(score) OVER w FROM games WINDOW w AS (PARTITION BY team_id) ORDER BY id"
    assert server.rows(named) == [(1, 2, D(8)), (2, 2, D(8)), (3, 1, D(2)), (4, 1, D(8))]
    within = "SELECT id FROM (SELECT id, RANK() OVER (PARTITION BY team_id ORDER BY score DESC) AS r FROM games) x "
    assert server.rows(within + "WHERE r = 1 ORDER BY id") == [(2,), (3,), (4,)]
    assert server.rows("SELECT id FROM games ORDER BY ROW_NUMBER() OVER (ORDER BY score)") == [
        (3,),
        (1,),
        (2,),
        (4,),
    ]
    distinct = "SELECT DISTINCT team_id, COUNT(*) OVER (PARTITION BY team_id) FROM games ORDER BY team_id"
    assert server.rows(distinct) == [(1, 2), (2, 1), (9, 1)]


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("SELECT RANK() OVER () FROM games", 4018),
        ("SELECT LAG(score) OVER () FROM games", 4018),
        ("SELECT RANK() OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) FROM games", 4017),
        ("SELECT id FROM games WHERE RANK() OVER (ORDER BY id) < 2", 4015),
        ("SELECT RANK() OVER (ORDER BY id) AS r FROM games HAVING r < 3", 4015),
        ("SELECT SUM(score) OVER (ORDER BY RANK() OVER (ORDER BY id)) FROM games", 4015),
        ("UPDATE games SET score = RANK() OVER (ORDER BY id)", 4015),
        ("SELECT RANK() OVER v FROM games WINDOW w AS (ORDER BY id)", 4009),
        ("SELECT NTILE(0) OVER (ORDER BY id) FROM games", 4024),
        ("SELECT ROW_NUMBER() FROM games", 1064),
        ("SELECT id, * FROM games", 1064),
    ],
)  # fmt: skip
def test_what_the_server_refuses(server: EmbeddedBackend, statement: str, number: int) -> None:
    with pytest.raises(StatementError, match=f"^{number} ") as caught:
        server.rows(statement)
    assert not isinstance(caught.value, Unsupported)


@pytest.mark.parametrize(
    "columns",
    [
        "FIRST_VALUE(score) OVER ()",  # of rows in no order
        "SUM(rate) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",  # the server subtracts doubles
        "SUM(score) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "LAG(score, 1, 0) OVER (ORDER BY id)",
        "COUNT(DISTINCT team_id) OVER ()",
        "STDDEV(score) OVER (ORDER BY id)",
        "NTILE(id) OVER (ORDER BY id)",
    ],
)
def test_what_is_not_done_is_said(server: EmbeddedBackend, columns: str) -> None:
    with pytest.raises(Unsupported):
        server.rows(f"SELECT {columns} FROM games")

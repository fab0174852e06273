"""Changes with joins, orders and limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend

A = Table("a", (Column("id", "integer"), Column("n", "integer")), ((1, 10), (2, 20), (3, 30)), key="id")
B = Table(
    "b",
    (Column("id", "integer"), Column("a_id", "integer"), Column("t")),
    ((1, 1, "x"), (2, 3, "y")),
    key="id",
)
HELD = Database("d", (A, B))


@pytest.fixture
def server() -> Iterator[Backend]:
    backend = SQLiteBackend(Limits())
    backend.begin(HELD, 0)
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("statement", "left"),
    [
        ("UPDATE a JOIN b ON b.a_id = a.id SET a.n = 0 WHERE b.t = 'y'", [(1, 10), (2, 20), (3, 0)]),
        ("UPDATE b JOIN a ON b.a_id = a.id SET a.n = a.n + b.id", [(1, 11), (2, 20), (3, 32)]),
        ("UPDATE a SET n = 0 ORDER BY n DESC LIMIT 1", [(1, 10), (2, 20), (3, 0)]),
        ("DELETE a FROM a JOIN b ON b.a_id = a.id", [(2, 20)]),
        ("DELETE FROM a ORDER BY id LIMIT 2", [(3, 30)]),
    ],
)
def test_changes(server: Backend, statement: str, left: list[tuple[int, int]]) -> None:
    assert not server.run(statement).failed
    assert server.read(A) == left


def test_several_tables_at_once_are_refused(server: Backend) -> None:
    assert server.run("DELETE a, b FROM a JOIN b ON b.a_id = a.id").text.startswith("1235 (42000)")
    assert server.run("DELETE c FROM a JOIN b ON b.a_id = a.id").text.startswith("1109 (42S02)")
    assert server.read(A) == list(A.rows)


def test_a_delete_without_from_is_a_syntax_error(server: Backend) -> None:
    assert server.run("DELETE a WHERE id = 1").text.startswith("1064 (42000)")
    assert server.read(A) == list(A.rows)

"""Wrong statements of a task."""

from __future__ import annotations

from agentgym.environments.database.authoring.invention.mutations import wrong
from agentgym.environments.database.world.content import Column, Database, Table

DATABASE = Database(
    "d",
    (
        Table("a", (Column("id", "integer"), Column("n"), Column("p", "integer"), Column("q")), key="id"),
        Table("b", (Column("x"), Column("y"))),
    ),
)


def _wrong(statement: str) -> dict[str, tuple[str, ...]]:
    return dict(wrong(DATABASE, statement))


def test_an_update() -> None:
    found = _wrong("UPDATE a SET p = 5, n = 'new' WHERE id = 3 AND n = 'old'")
    assert found["nothing"] == () and found["echo"] == ("SELECT 'done'",)
    assert found["without the condition"] == ("UPDATE a SET p = 5, n = 'new'",)
    assert found["the condition denied"] == (
        "UPDATE a SET p = 5, n = 'new' WHERE NOT (id = 3 AND n = 'old')",
    )
    assert found["without the part 1 of the condition"] == ("UPDATE a SET p = 5, n = 'new' WHERE n = 'old'",)
    assert found["without the part 2 of the condition"] == ("UPDATE a SET p = 5, n = 'new' WHERE id = 3",)
    assert found["other value than 5"] == ("UPDATE a SET p = 22, n = 'new' WHERE id = 3 AND n = 'old'",)
    assert "'oldx'" in found["other value than 'old'"][0]
    assert found["without the assignment 1"] == ("UPDATE a SET n = 'new' WHERE id = 3 AND n = 'old'",)
    assert found["into the column q"] == ("UPDATE a SET q = 5, n = 'new' WHERE id = 3 AND n = 'old'",)


def test_a_delete() -> None:
    found = _wrong("DELETE FROM a WHERE n < '2023-04-01' OR p = 1")
    assert found["other value than '2023-04-01'"] == ("DELETE FROM a WHERE n < '2026-04-01' OR p = 1",)
    assert found["without the part 1 of the condition"] == ("DELETE FROM a WHERE p = 1",)
    assert set(_wrong("DELETE FROM b")) == {"nothing", "echo"}


def test_an_insert() -> None:
    found = _wrong("INSERT INTO b (x, y) VALUES ('1', 'u'), ('2', 'v')")
    assert found["without the row 1"] == ("INSERT INTO b (x, y) VALUES ('2', 'v')",)
    assert len(found["twice"]) == 2 and "'ux'" in found["other value than 'u'"][0]
    assert "twice" not in _wrong("INSERT INTO a VALUES (9, 'n', 1, 'q')")  # the key refuses the second

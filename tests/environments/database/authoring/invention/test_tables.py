"""Tables that a model wrote, read as values."""

from __future__ import annotations

import pytest

from agentgym.environments.database.authoring.invention.tables import TablesError, kind_of, read


def test_types_keys_and_values_are_read() -> None:
    database = read(
        "CREATE TABLE a (id INT PRIMARY KEY, p DECIMAL(6,2), d DATE, n VARCHAR(9), ok BOOLEAN, t TIMESTAMP);"
        "INSERT INTO a VALUES (1, '2.50', '2024-01-02', 'x', TRUE, NULL), (-2, -1.5, NULL, 'it''s', 0, 'now');"
        "CREATE TABLE `b c` (x INT, y REAL, PRIMARY KEY (x)); INSERT INTO `b c` (y, x) VALUES (3, 4);"
        "INSERT INTO A (id) VALUES (7)"
    )
    first, second = database.tables
    assert [c.type for c in first.columns] == ["integer", "real", "date", "text", "integer", "text"]
    assert first.key == "id" and second.key == "x" and second.name == "b c"
    assert first.rows == (
        (1, 2.5, "2024-01-02", "x", 1, None), (-2, -1.5, None, "it's", 0, "now"), (7, None, None, None, None, None),
    )  # fmt: skip
    assert second.rows == ((4, 3),) and database.name.startswith("invented_")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("SELECT 1", "something else"), ("CREATE TABLE a (x INT)", "no table has a row"), ("", "no CREATE TABLE"),
        ("CREATE TABLE a (x INT); DROP TABLE a", "something else"), ("INSERT INTO a VALUES (1)", "not made"),
        ("CREATE TABLE a (x INT); INSERT INTO a VALUES (now())", "no plain one"),
        ("CREATE TABLE a (x INT); INSERT INTO a SELECT 1", "not given as VALUES"),
        ("CREATE TABLE a (x INT); INSERT INTO a VALUES (1, 2)", "2 values for 1 columns"),
        ("CREATE TABLE a (x INT); INSERT INTO a (y) VALUES (1)", "column that it has not"),
        ("CREATE TABLE a (x INT); INSERT INTO a VALUES ('many')", "holds numbers"),
        ("CREATE TABLE a (x INT); CREATE TABLE A (y INT)", "made twice"),
        ("CREATE TABLE a (x INT, X INT); INSERT INTO a VALUES (1, 2)", "different names"),
        ("CREATE TABLE a AS SELECT 1", "without columns"), ("CREATE TABLE (((", "no SQL"), ("x" * 30_000, "characters"),
        ("CREATE TABLE a (x INT); INSERT INTO a VALUES " + ", ".join(["(1)"] * 201), "more than"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(script: str, reason: str) -> None:
    with pytest.raises(TablesError, match=reason):
        read(script)


def test_one_statement_of_three_kinds() -> None:
    assert kind_of("INSERT INTO a VALUES (1)") == "INSERT" and kind_of("update a set b = 1") == "UPDATE"
    assert kind_of("DELETE FROM a") == "DELETE" and kind_of("SELECT 1") == "" and kind_of("nonsense (") == ""
    assert kind_of("DELETE FROM a; DELETE FROM b") == "" and kind_of("x" * 30_000) == ""

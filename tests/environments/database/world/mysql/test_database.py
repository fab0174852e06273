"""Tables made, altered, temporary; changes that pass over errors. What they leave is what MariaDB 10.11 leaves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from agentgym.environments.database.world.backend import StatementError, Unsupported
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend

TEAMS = Table(
    "teams", (Column("id", "integer"), Column("name"), Column("size", "integer")),
    ((1, "Red", 11), (2, "blue", 7), (3, "Green", None)), key="id",
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[EmbeddedBackend]:
    backend = EmbeddedBackend(Limits())
    backend.begin(Database("tables", (TEAMS,)), 0)
    yield backend
    backend.close()


def _run(server: EmbeddedBackend, *statements: str) -> Any:
    return [server.rows(statement) for statement in statements][-1]


def test_insert_ignore_passes_over_what_is_there_and_fills_what_must_not_be_null(
    server: EmbeddedBackend,
) -> None:
    _run(server, "INSERT IGNORE INTO teams VALUES (1, 'dup', 1), (7, 'ok', 2), (NULL, 'none', 3)")
    assert _run(server, "INSERT IGNORE INTO teams (name) VALUES ('no id')", "SELECT * FROM teams") == [
        (0, "none", 3), (1, "Red", 11), (2, "blue", 7), (3, "Green", None), (7, "ok", 2)
    ]  # fmt: skip
    with pytest.raises(Unsupported):
        server.rows("INSERT IGNORE INTO teams VALUES (1, 'a', 1) ON DUPLICATE KEY UPDATE name = 'b'")


def test_temporary_tables_are_used_as_others_and_not_listed(server: EmbeddedBackend) -> None:
    _run(server, "CREATE TEMPORARY TABLE passing (a INT, b TEXT)", "INSERT INTO passing VALUES (1, 'x')")
    assert _run(server, "SELECT * FROM passing x JOIN passing y ON x.a = y.a") == [(1, "x", 1, "x")]
    _run(server, "CREATE TEMPORARY TABLE some AS SELECT name FROM teams WHERE size > 7")
    assert _run(server, "SELECT * FROM some") == [("Red",)]
    assert _run(server, "SHOW TABLES") == [("teams",)]
    assert _run(server, "SHOW FULL TABLES") == [("teams", "BASE TABLE")]
    counted = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
    assert _run(server, counted) == [(1,)]
    with pytest.raises(StatementError, match=r"^1051 "):
        server.rows("DROP TEMPORARY TABLE teams")
    with pytest.raises(Unsupported):
        server.rows("CREATE TABLE passing (z INT)")
    with pytest.raises(Unsupported):
        server.rows("CREATE VIEW v AS SELECT * FROM passing")
    _run(server, "DROP TEMPORARY TABLE passing", "DROP TABLE some")
    server.begin(Database("again", (TEAMS,)), 0)
    with pytest.raises(StatementError, match=r"^1146 "):
        server.rows("SELECT * FROM passing")


def test_defaults_are_of_the_columns_type(server: EmbeddedBackend) -> None:
    _run(
        server,
        "CREATE TABLE e (id INT PRIMARY KEY, p DECIMAL(6,2) DEFAULT 0, q DECIMAL(5,1) DEFAULT '2.5', "
        "n INT DEFAULT '3', d DATE DEFAULT '2020-01-05', f DOUBLE DEFAULT 1, s VARCHAR(9) DEFAULT 5)",
        "INSERT INTO e (id) VALUES (1)",
    )
    shown = [row[4] for row in _run(server, "DESCRIBE e")]
    assert shown == [None, "0.00", "2.5", "3", "2020-01-05", "1", "5"]
    row = (1, Decimal("0.00"), Decimal("2.5"), 3, datetime.date(2020, 1, 5), 1.0, "5")
    assert _run(server, "SELECT * FROM e") == [row]
    for wrong in ("INT DEFAULT '3x'", "DECIMAL(3,1) DEFAULT 2.55", "VARCHAR(2) DEFAULT 'abc'"):
        with pytest.raises(Unsupported):
            server.rows(f"CREATE TABLE w (a {wrong})")


def test_a_table_of_a_query_keeps_what_its_columns_demand(server: EmbeddedBackend) -> None:
    described = _run(server, "CREATE TABLE copy AS SELECT id, name FROM teams", "DESCRIBE copy")
    assert described == [("id", "bigint(20)", "NO", "", None, ""), ("name", "text", "YES", "", None, "")]


def test_keys_by_their_names(server: EmbeddedBackend) -> None:
    _run(
        server,
        "CREATE TABLE k (a INT COMMENT 'x', b INT, c VARCHAR(10) CHARACTER SET utf8mb4, CONSTRAINT pk PRIMARY KEY (a), "
        "CONSTRAINT u1 UNIQUE (b), UNIQUE KEY u2 (c) USING BTREE, KEY i1 (b, c))",
        "ALTER TABLE k DROP INDEX u2",
        "DROP INDEX u1 ON k",
    )
    assert [row[3] for row in _run(server, "DESCRIBE k")] == ["PRI", "MUL", ""]
    with pytest.raises(StatementError, match=r"^1091 "):
        server.rows("ALTER TABLE k DROP INDEX u1")
    with pytest.raises(Unsupported):
        server.rows("SHOW CREATE TABLE k")  # which would tell the comment
    _run(server, "ALTER TABLE teams DROP PRIMARY KEY", "INSERT INTO teams VALUES (1, 'again', 1)")
    assert _run(server, "SELECT COUNT(*) FROM teams WHERE id = 1") == [(2,)]


def test_several_alterations_at_once(server: EmbeddedBackend) -> None:
    _run(
        server,
        "ALTER TABLE teams ADD INDEX i (age), ADD COLUMN age INT DEFAULT 4, DROP COLUMN size, COMMENT = 'x'",
    )
    assert [(row[0], row[3], row[4]) for row in _run(server, "DESCRIBE teams")] == [
        ("id", "PRI", None), ("name", "", None), ("age", "MUL", "4")
    ]  # fmt: skip
    assert _run(server, "SELECT * FROM teams WHERE id = 1") == [(1, "Red", 4)]
    with pytest.raises(Unsupported):
        server.rows("ALTER TABLE teams DROP COLUMN age, ADD COLUMN age TEXT")
    with pytest.raises(StatementError, match=r"^1091 "):
        server.rows("ALTER TABLE teams ADD COLUMN more INT, DROP COLUMN none")
    assert len(_run(server, "DESCRIBE teams")) == 3, "nothing was done"


def test_hints_about_indexes_change_nothing(server: EmbeddedBackend) -> None:
    hinted = "SELECT id FROM teams t USE INDEX () IGNORE KEY FOR ORDER BY (PRIMARY) WHERE id > 1 ORDER BY id"
    assert _run(server, hinted) == [(2,), (3,)]
    with pytest.raises(StatementError, match=r"^1176 .*Key 'none' doesn't exist in table 't'"):
        server.rows("SELECT id FROM teams t FORCE INDEX (none)")


def test_doubles_that_are_shown_with_fewer_digits(server: EmbeddedBackend) -> None:
    row = _run(
        server,
        "SELECT PI(), PI() * 2, PI() / 3, CONCAT(PI()), PI() = 3.141593, PI() < 3.1415926, POW(PI(), 2)",
    )
    assert row == [(3.141593, 6.283185, 1.0471975512, "3.141593", 1, 0, 9.869604401089358)]
    row = _run(
        server,
        "SELECT STDDEV(size), VARIANCE(size), STDDEV(size) / 3, ROUND(STDDEV(size * 1.1), 2) FROM teams",
    )
    assert row == [(2.0, 4.0, 0.66666667, 2.2)]


def test_texts_that_are_no_whole_date(server: EmbeddedBackend) -> None:
    texts = ("1980", "4", "198", "0000", "1991-", "1991-10", "1991-10-")
    asked = ", ".join(f"CAST('{text}' AS DATETIME)" for text in texts)
    assert _run(server, f"SELECT {asked}") == [(None,) * len(texts)]
    with pytest.raises(Unsupported):
        server.rows("SELECT CAST('19801' AS DATETIME)")


def test_directions_of_groups(server: EmbeddedBackend) -> None:
    assert _run(server, "SELECT id FROM teams GROUP BY id DESC") == [(3,), (2,), (1,)]

"""SQLite with its own language."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from agentgym.environments.database.world.content import Database
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from tests.environments.database.statements import DATABASE


def test_a_file_is_only_read(tmp_path: Path) -> None:

    path = tmp_path / "x.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE t (a)")
        raw.execute("INSERT INTO t VALUES (1)")
    raw.close()
    content = path.read_bytes()
    server = SQLiteBackend(Limits(), dialect="sqlite")
    server.begin(Database("x", file=str(path)), 0)
    assert server.run("SELECT a FROM t").text == "[(1,)]"
    for statement in (
        "DELETE FROM t",
        "DROP TABLE t",
        "CREATE TABLE u (a)",
        "PRAGMA user_version = 3",
        "BEGIN",
    ):
        assert server.run(statement).failed, statement
    server.close()
    assert path.read_bytes() == content and os.listdir(tmp_path) == ["x.sqlite"]


def test_what_a_hostile_statement_may_not_do(tmp_path: Path) -> None:
    server = SQLiteBackend(Limits(seconds=0.5), dialect="sqlite")
    server.begin(DATABASE, 0)
    for statement in (
        f"ATTACH DATABASE '{tmp_path}/out' AS y", "SELECT load_extension('x')", "PRAGMA writable_schema = 1",
        f"VACUUM INTO '{tmp_path}/out'", "SELECT ZEROBLOB(1000000000)", "SELECT * FROM pragma_database_list",
    ):  # fmt: skip
        assert server.run(statement).failed, statement
    assert not list(tmp_path.iterdir())
    start = time.monotonic()
    endless = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    assert "interrupted" in server.run(endless).text
    assert time.monotonic() - start < 20
    assert server.run("SELECT 1").text == "[(1,)]"
    server.close()

"""What a hostile statement may not do in the embedded MySQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import DATABASE


@pytest.fixture
def server() -> Iterator[Backend]:
    backend = EmbeddedBackend(Limits(seconds=0.5))
    backend.begin(DATABASE, 0)
    yield backend
    backend.close()


REFUSED = (
    "ATTACH DATABASE '{out}' AS y", "SELECT load_extension('x')", "PRAGMA writable_schema = 1", "PRAGMA journal_mode",
    "VACUUM INTO '{out}'", "SELECT LOAD_FILE('/etc/passwd')", "SELECT * FROM teams INTO OUTFILE '{out}'",
    "SELECT 'x' INTO DUMPFILE '{out}'", "LOAD DATA INFILE '/etc/passwd' INTO TABLE games", "SELECT SLEEP(30)",
    "SELECT BENCHMARK(1000000000, MD5('x'))", "KILL 1", "SHUTDOWN", "SET GLOBAL max_connections = 1",
    "SELECT * FROM mysql.user", "USE mysql", "CREATE DATABASE other", "DROP DATABASE task", "GRANT ALL ON *.* TO x",
    "CREATE TRIGGER t AFTER INSERT ON games FOR EACH ROW SET @x = 1", "CREATE VIRTUAL TABLE x USING fts5(a)",
    "SELECT ZEROBLOB(1000000000)", "SELECT REPEAT('a', 1000000000)", "SELECT SPACE(1000000000)",
    "SELECT REPLACE(REPEAT('a', 200000), 'a', REPEAT('b', 200000))", "SELECT sqlite_version()",
    "SELECT * FROM pragma_database_list", "SELECT '\x00'", "SELECT '\ud800'", "SELECT @@datadir", "SELECT ?",
    "SELECT " + "(" * 5000 + "1" + ")" * 5000, "SELECT " + "1+" * 5000 + "1", "x" * 100_000, "/*", "'", "`",
)  # fmt: skip


@pytest.mark.parametrize("statement", REFUSED, ids=lambda s: ascii(s)[:40])
def test_hostile_statements_are_refused(server: Backend, tmp_path: Path, statement: str) -> None:
    out = tmp_path / "out"
    before = server.state_hash(DATABASE)
    start = time.process_time()
    reply = server.run(statement.format(out=out) if "{out}" in statement else statement)
    assert reply.failed, reply.text
    assert time.process_time() - start < 2 and not out.exists()
    assert server.state_hash(DATABASE) == before


ENDLESS = (
    "SELECT COUNT(*) FROM " + ", ".join(f"teams t{i}" for i in range(18)),
    # Long without ever holding many rows: four million comparisons, a subquery for each of a thousand rows.
    "SELECT COUNT(*) FROM games a, games b, games c, games d, games e WHERE (SELECT COUNT(*) FROM games g, games h,"
    " games i, games j, games k, games l"
    " WHERE g.id + h.id + i.id + j.id + k.id + l.id > a.id * b.id + c.id * d.id + e.id) > 0",
)


@pytest.mark.parametrize("statement", ENDLESS, ids=["cross join", "within"])
def test_endless_statements_are_interrupted(server: Backend, statement: str) -> None:
    start = time.monotonic()
    reply = server.run(statement)
    assert "interrupted" in reply.text and reply.failed
    assert time.monotonic() - start < 20, "the machine may be busy, but this would never end"
    assert server.run("SELECT 1").text == "[(1,)]"


def test_texts_that_make_matching_slow_end_soon(server: Backend) -> None:
    start = time.process_time()
    assert server.run("SELECT REPEAT('a', 100000) LIKE CONCAT(REPEAT('%a', 400), 'b')").text == "[(0,)]"
    server.run("SELECT REPEAT('a', 200000) REGEXP '(a|aa)+(a|aa)+(a|aa)+b'")
    assert time.process_time() - start < 10


def test_a_database_cannot_grow_without_end() -> None:
    server = EmbeddedBackend(Limits(seconds=30, megabytes=4))
    server.begin(DATABASE, 0)
    server.run("CREATE TABLE big (t TEXT)")
    server.run("INSERT INTO big VALUES (REPEAT('x', 60000))")
    replies = [server.run("INSERT INTO big SELECT * FROM big").text for _ in range(9)]
    assert replies[-1] == "1114 (HY000): The table is full"
    assert server.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"
    server.close()

"""The embedded backend: MySQL's dialect on SQLite, and what a hostile statement may not do."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.environments.database import tasks as embedded
from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.sqlite import plain
from agentgym.environments.database.world.sqlite.backend import SQLiteBackend
from agentgym.environments.database.world.sqlite.translate import parsed
from agentgym.environments.database.world.urls import from_url
from agentgym.errors import OptionError
from tests.environments.database.statements import CHANGES, DATABASE, ERRORS, QUERIES


@pytest.fixture
def server() -> Iterator[Backend]:
    backend = SQLiteBackend(Limits(seconds=0.5))
    backend.begin(DATABASE, 0)
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("SELECT Club FROM `Club results` WHERE Points > 20 ORDER BY Club", "[('Ajax',), ('Ajax',), ('ajax B',)]"),
        ("SELECT COUNT(*) FROM `Club results` WHERE Club = 'ZURICH'", "[(1,)]"),
        ("SELECT `2nd name` FROM `Club results` WHERE Club = 'Real \"R\" O\\'Neil'", "[('50% off',)]"),
        ("SELECT GROUP_CONCAT(DISTINCT Club ORDER BY Points DESC SEPARATOR '|') FROM `Club results` WHERE Points < 40",
         "[('Ñandú FC|Ajax|Real \"R\" O\\'Neil|Zürich',)]"),
        ("INSERT INTO teams (id, name) VALUES (9, 'x')", "[]"),
        ("SET NAMES utf8mb4", "[]"),
        ("SHOW TABLES LIKE 't%'", "[('teams',)]"),
        ("DESCRIBE teams", "[('id', 'integer', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), "
         "('size', 'integer', 'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]"),
        ("SHOW CREATE TABLE teams", "[('teams', 'CREATE TABLE `teams` (`id` INTEGER PRIMARY KEY, `name` TEXT, "
         "`size` INTEGER, `founded` DATE)')]"),
        ("SELECT nothing FROM teams", "1054 (42S22): Unknown column 'nothing' in 'field list'"),
        ('SELECT `nothing` FROM teams', "1054 (42S22): Unknown column 'nothing' in 'field list'"),
        ("SELECT * FROM nowhere", "1146 (42S02): Table 'task.nowhere' doesn't exist"),
        ("SELECT '100%', \"%s\"", "[('100%', '%s')]"),
    ],
)  # fmt: skip
def test_statements_read_as_mysqls(server: Backend, statement: str, shown: str) -> None:
    assert server.run(statement).text == shown


def test_every_statement_of_the_list_runs_or_is_refused(server: Backend) -> None:
    """What MariaDB gives for them is compared in test_mariadb.py."""
    failed = []
    for statement in (*QUERIES, *CHANGES):
        server.begin(DATABASE, 0)
        reply = server.run(statement)
        failed += [(statement, reply.text)] if reply.failed else []
    assert failed == []
    assert [e for e in ERRORS if not server.run(e).failed] == []


def test_simple_statements_are_written_as_the_parser_would_write_them() -> None:
    gold = [
        g for split in ("train", "dev", "test") for p in embedded.problems(split).values() for g in p.gold
    ]
    more = (
        "select * from t", "SELECT a,b FROM t WHERE a='x' AND b>=3 ORDER BY a DESC, b ASC LIMIT 5;",
        "SELECT COUNT(*), MAX(a) FROM `t t` WHERE b != \"y\" AND c <> 'it''s' AND d < -2.50",
        "INSERT INTO t(a) VALUES (-1.50),(NULL), ( 'x' ) ;", "UPDATE t SET a=NULL,b=7.10 WHERE c='d'", "DELETE FROM t",
        "SELECT SUM(`a b`) FROM t LIMIT 0",
    )  # fmt: skip
    written = {s: plain.translate(s) for s in (*gold, *QUERIES, *CHANGES, *ERRORS, *more)}
    assert [s for s, sql in written.items() if sql and parsed(s).sql != sql] == []
    assert sum(bool(sql) for sql in written.values()) > 200 and all(written[s] for s in more)
    for statement in (
        "SELECT CURRENT_DATE FROM t", "SELECT 'a\\'b' FROM t", "SELECT a b FROM t", "SELECT a FROM t, u",
        "SELECT a FROM t WHERE b = c", "SELECT a FROM t WHERE b = 1e5", "DELETE FROM t LIMIT 1", "SELECT a FROM t -- x",
        "SELECT a FROM t; DELETE FROM t", "SELECT 1", "SELECT @a FROM t", "SELECT a FROM t WHERE a = 2b",
    ):  # fmt: skip
        assert plain.translate(statement) == "", statement


def test_results_are_cut_as_agentbench_does(server: Backend) -> None:
    text = server.run("SELECT a.*, b.* FROM games a, games b, games c, games d").text
    assert len(text) == 800 + len("[TRUNCATED]") and text.endswith("[TRUNCATED]")


def test_nothing_of_an_episode_reaches_the_next(server: Backend) -> None:
    before = server.state_hash(DATABASE)
    for statement in (
        "DELETE FROM teams", "DROP TABLE games", "CREATE TABLE mine (a TEXT)", "ALTER TABLE teams ADD COLUMN more INT",
        "CREATE TEMPORARY TABLE passing AS SELECT 1 AS a", "BEGIN", "INSERT INTO teams (id) VALUES (77)",
    ):  # fmt: skip
        assert not server.run(statement).failed, statement
    server.begin(DATABASE, 0)
    assert server.state_hash(DATABASE) == before
    assert server.run("SHOW TABLES").text == "[('Club results',), ('games',), ('teams',)]"
    assert server.run("SELECT * FROM passing").failed
    assert server.run("SELECT LAST_INSERT_ROWID()").failed, "what the connection counts is not for the model"


def test_the_seed_makes_random_functions_repeatable(server: Backend) -> None:
    drawn = []
    for seed in (1, 2, 1):
        server.begin(DATABASE, seed)
        drawn.append(
            server.run("SELECT name FROM teams ORDER BY RAND()").text + server.run("SELECT RAND()").text
        )
    assert drawn[0] == drawn[2] != drawn[1]


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
    "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
    "WITH RECURSIVE n AS (SELECT REPEAT('x', 200000) AS i, 1 AS k UNION SELECT i, k + 1 FROM n) SELECT COUNT(*) FROM n",
    "SELECT COUNT(*) FROM " + ", ".join(f"teams t{i}" for i in range(18)),
)  # fmt: skip


@pytest.mark.parametrize("statement", ENDLESS, ids=["counting", "texts", "cross join"])
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
    server = SQLiteBackend(Limits(seconds=30, megabytes=4))
    server.begin(DATABASE, 0)
    server.run("CREATE TABLE big (t TEXT)")
    server.run("INSERT INTO big VALUES (REPEAT('x', 100000))")
    replies = [server.run("INSERT INTO big SELECT * FROM big").text for _ in range(8)]
    assert replies[-1] == "1114 (HY000): The table is full"
    assert server.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"
    server.close()


def test_a_file_is_only_read(tmp_path: Path) -> None:
    import sqlite3

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


def test_an_sqlite_url_makes_and_drops_a_file_an_episode(tmp_path: Path) -> None:
    server = from_url(f"sqlite:///{tmp_path}/any.db", Limits())
    server.begin(DATABASE, 0)
    (first,) = tmp_path.iterdir()
    assert server.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"
    server.begin(DATABASE, 0)
    (second,) = tmp_path.iterdir()
    assert first != second
    server.close()
    assert not list(tmp_path.iterdir())
    with pytest.raises(OptionError, match="is no SQLAlchemy URL"):
        from_url("://", Limits())


def test_strange_names_and_values_are_kept() -> None:
    table = Table(
        'a `b` "c" %s',
        (Column("x`y"), Column('q"%'), Column("2020")),
        (("it's", "\\n", "100%"), ("", "é", None)),
    )
    server = SQLiteBackend(Limits())
    server.begin(Database("strange", (table,)), 0)
    assert server.read(table) == list(table.rows)
    assert server.run('SELECT `x``y`, 2020 FROM `a ``b`` "c" %s` WHERE `q"%` = \'E\'').text == "[('', 2020)]"
    server.close()

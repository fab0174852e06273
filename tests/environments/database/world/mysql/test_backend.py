"""The embedded MySQL: answers as the server's, episodes apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.environments.database.world.backend import Backend
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from tests.environments.database.statements import CHANGES, DATABASE, ERRORS, QUERIES


@pytest.fixture
def server() -> Iterator[Backend]:
    backend = EmbeddedBackend(Limits(seconds=0.5))
    backend.begin(DATABASE, 0)
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("SELECT Club FROM `Club results` WHERE Points > 20 ORDER BY Club", "[('Ajax',), ('Ajax',), ('ajax B',)]"),
        ("SELECT COUNT(*) FROM `Club results` WHERE Club = 'ZURICH'", "[(1,)]"),
        ("SELECT `2nd name` FROM `Club results` WHERE Club = 'Real \"R\" O\\'Neil'", "[('50% off',)]"),
        ("INSERT INTO teams (id, name) VALUES (9, 'x')", "[]"),
        ("SET NAMES utf8mb4", "[]"),
        ("SHOW TABLES LIKE 't%'", "[('teams',)]"),
        ("DESCRIBE teams", "[('id', 'bigint(20)', 'NO', 'PRI', None, ''), ('name', 'text', 'YES', '', None, ''), "
         "('size', 'bigint(20)', 'YES', '', None, ''), ('founded', 'date', 'YES', '', None, '')]"),
        ("SELECT nothing FROM teams", "1054 (42S22): Unknown column 'nothing' in 'field list'"),
        ('SELECT `nothing` FROM teams', "1054 (42S22): Unknown column 'nothing' in 'field list'"),
        ("SELECT * FROM nowhere", "1146 (42S02): Table 'task.nowhere' doesn't exist"),
        ("SELECT '100%', \"%s\"", "[('100%', '%s')]"),
    ],
)  # fmt: skip
def test_statements_read_as_mysqls(server: Backend, statement: str, shown: str) -> None:
    assert server.run(statement).text == shown


def test_every_statement_of_the_list_runs(server: Backend) -> None:
    """What MariaDB gives for them is compared in test_mariadb.py."""
    failed = []
    for statement in (*QUERIES, *CHANGES):
        server.begin(DATABASE, 0)
        reply = server.run(statement)
        failed += [statement] if reply.failed else []
        assert reply.unsupported is reply.failed, reply.text
    assert failed == []
    assert [e for e in ERRORS if not server.run(e).failed] == []


def test_results_are_cut_as_agentbench_does(server: Backend) -> None:
    text = server.run("SELECT a.*, b.* FROM games a, games b, games c, games d").text
    assert len(text) == 800 + len("[TRUNCATED]") and text.endswith("[TRUNCATED]")


def test_nothing_of_an_episode_reaches_the_next(server: Backend) -> None:
    before = server.state_hash(DATABASE)
    for statement in (
        "DELETE FROM teams", "DROP TABLE games", "CREATE TABLE mine (a TEXT)", "ALTER TABLE teams ADD COLUMN more INT",
        "BEGIN", "INSERT INTO teams (id) VALUES (77)",
    ):  # fmt: skip
        assert not server.run(statement).failed, statement
    server.begin(DATABASE, 0)
    assert server.state_hash(DATABASE) == before
    assert server.run("SHOW TABLES").text == "[('Club results',), ('games',), ('teams',)]"
    assert server.run("SELECT LAST_INSERT_ROWID()").failed, "what the connection counts is not for the model"


def test_the_seed_makes_random_functions_repeatable(server: Backend) -> None:
    drawn = []
    for seed in (1, 2, 1):
        server.begin(DATABASE, seed)
        drawn.append(
            server.run("SELECT name FROM teams ORDER BY RAND()").text + server.run("SELECT RAND()").text
        )
    assert drawn[0] == drawn[2] != drawn[1]


def test_strange_names_and_values_are_kept() -> None:
    table = Table(
        'a `b` "c" %s',
        (Column("x`y"), Column('q"%'), Column("2020")),
        (("it's", "\\n", "100%"), ("", "é", None)),
    )
    server = EmbeddedBackend(Limits())
    server.begin(Database("strange", (table,)), 0)
    assert server.read(table) == list(table.rows)
    assert server.run('SELECT `x``y`, 2020 FROM `a ``b`` "c" %s` WHERE `q"%` = \'E\'').text == "[('', 2020)]"
    server.close()


def test_an_error_of_our_own_is_a_refusal_and_told_apart(
    server: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = server.state_hash(DATABASE)
    refused = server.run("CALL nothing()")
    assert (refused.unsupported, refused.internal) == (True, False)
    database = server._database  # type: ignore[attr-defined]
    run = database.run

    def breaks(statement: str, clock: object) -> None:
        run(statement, clock)
        raise TypeError("a gap")

    monkeypatch.setattr(database, "run", breaks)
    failed = server.run("DELETE FROM teams")
    assert (failed.failed, failed.unsupported, failed.internal) == (True, True, True)
    assert "nothing was done" in failed.text and "TypeError" in failed.text
    monkeypatch.undo()
    assert server.state_hash(DATABASE) == before

"""The distribution's MariaDB in bubblewrap: the same server, as hard to leave, and its end is no 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import agentgym
from agentgym.environments.database import tasks
from agentgym.environments.database.world import mariadb
from agentgym.errors import SandboxError
from agentgym.sandbox import engine
from agentgym.sandbox.bubblewrap_service import BubblewrapService
from tests.environments.database.playing import ENV
from tests.environments.database.statements import DATABASE, HOSTILE
from tests.environments.database.world.mysql.facts import SHOWN, differing, every


def test_hostile_statements_are_refused(boxed: mariadb.MariaDBBackend) -> None:
    boxed.begin(DATABASE, 0)
    before = boxed.state_hash(DATABASE)
    assert [s for s in HOSTILE if not boxed.run(s).failed] == []
    assert boxed.state_hash(DATABASE) == before
    assert boxed.run("SELECT LOAD_FILE('/data/server.cnf')").text == "[(None,)]"


def test_the_facts_of_the_embedded_database_are_the_servers(boxed: mariadb.MariaDBBackend) -> None:
    shown, boxed.limits = boxed.limits, SHOWN
    known = every()
    wrong = differing(boxed, known)
    boxed.limits = shown
    assert len(known) > 400 and wrong == []


def test_the_test_tasks_have_their_answers_here(boxed: mariadb.MariaDBBackend) -> None:
    problems = tasks.problems(None, "test")
    first = {p.kind: p for p in reversed(problems.values())}
    for kind, problem in first.items():
        boxed.begin(problem.database, 0)
        for statement in problem.gold:
            rows = boxed.rows(statement)
        if problem.scoring == "state":
            assert boxed.state_hash(problem.database) == problem.expected, kind
        else:
            assert sorted(str(v) for row in rows for v in row) == sorted(problem.answer), kind


def test_a_time_limit_that_the_model_lifts_still_holds(boxed: mariadb.MariaDBBackend) -> None:
    boxed.begin(DATABASE, 0)
    assert not boxed.run("SET max_statement_time = 0").failed
    assert "interrupted" in boxed.run("SELECT SLEEP(60)").text
    assert boxed.run("SELECT 1").text == "[(1,)]"


def test_a_server_that_dies_is_no_zero(boxed: mariadb.MariaDBBackend) -> None:
    boxed.begin(DATABASE, 0)
    boxed._service.kill()
    with pytest.raises(SandboxError, match="The MariaDB of this episode died"):
        boxed.run("SELECT 1")
    boxed.begin(DATABASE, 0)
    assert boxed.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"


def test_episodes_share_a_server_and_begin_alike(boxed: mariadb.MariaDBBackend) -> None:
    boxed.begin(DATABASE, 0)
    before, server = boxed.state_hash(DATABASE), boxed._service
    for statement in ("SET @a = 1", "DELETE FROM games", "CREATE TABLE mine (a INT)", "DROP TABLE teams"):
        assert not boxed.run(statement).failed, statement
    boxed.begin(DATABASE, 0)
    assert boxed.state_hash(DATABASE) == before and boxed._service is server
    assert boxed.run("SELECT @a").text == "[(None,)]" and boxed.run("SELECT * FROM mine").failed


def test_the_environment_plays_without_docker(boxed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise SandboxError("No Docker engine answers.")

    monkeypatch.setattr(engine, "connect", none)
    assert mariadb.unavailable() == ""
    run = agentgym.rollout(
        ENV, "expert", backend="mariadb", split="test", tasks=["test-join-00", "test-update-00"]
    )
    assert run.mean_reward == 1.0 and run.failed == 0


def test_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentgym.sandbox.bubblewrap_service._PATH", "/nowhere")
    assert "apt-get install bubblewrap" in mariadb.unavailable("bubblewrap")


def test_no_other_user_reaches_the_server(boxed: mariadb.MariaDBBackend) -> None:
    """The folder of the socket is its owner's alone (root's servers run as nobody)."""
    service = boxed._service
    assert isinstance(service, BubblewrapService)
    folder = service.path.parent.parent
    assert folder.stat().st_mode & 0o077 == 0
    uids = next(
        line for line in Path(f"/proc/{service.pid}/status").read_text().splitlines() if "Uid" in line
    )
    assert "0" not in uids.split()

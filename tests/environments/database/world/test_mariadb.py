"""MariaDB in the sandbox: it agrees with SQLite, holds hostile statements, and its end is a status of its own."""

from __future__ import annotations

import time
from typing import Any

import pytest

import agentgym
from agentgym.environments.database import tasks
from agentgym.environments.database.official import agentbench
from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.backend import Backend, StatementError, Unsupported
from agentgym.environments.database.world.hashing import canonical
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.mysql.backend import EmbeddedBackend
from agentgym.errors import SandboxError
from tests.environments.database.playing import ENV
from tests.environments.database.statements import CHANGES, DATABASE, ERRORS, HOSTILE, QUERIES
from tests.shared_data import shared

pytestmark = pytest.mark.docker


def _rows(server: Backend, statement: str) -> Any:
    try:
        return server.rows(statement)
    except Unsupported:
        return None
    except StatementError:
        return "refused"


def test_it_agrees_with_the_embedded_database_on_every_statement(maria: Backend) -> None:
    lite = EmbeddedBackend(Limits())
    differ = []
    for statement in (*QUERIES, *CHANGES, *ERRORS):
        seen = []
        for server in (maria, lite):
            server.begin(DATABASE, 0)
            seen.append((_rows(server, statement), server.state_hash(DATABASE)))
        if seen[1][0] is not None:  # what the embedded database does not do it says
            differ += [(statement, seen)] if seen[0] != seen[1] else []
    lite.close()
    assert differ == []


def test_our_hash_is_the_servers(maria: mariadb.MariaDBBackend) -> None:
    """AgentBench's own statement, run on the server."""
    problem = agentbench.load(shared("agentbench/db/dev.jsonl"))["dev-0030"]
    table = problem.database.tables[0]
    maria.begin(problem.database, 0)
    columns = ",".join(f"`{c.name}`" for c in table.columns)
    row = f"SELECT SUBSTRING(MD5(CONCAT_WS(',', {columns})), 1, 5) AS rowhash FROM `{table.name}`"
    shown = maria.run(f"SELECT MD5(GROUP_CONCAT(rowhash ORDER BY rowhash)) AS hash FROM ({row}) AS sub").text
    assert shown == maria.table_hash(table)


def test_the_expert_reaches_reward_one_on_the_test_tasks(maria: Backend) -> None:
    wrong = []
    for name, problem in tasks.problems(None, "test").items():
        maria.begin(problem.database, 0)
        rows = [maria.rows(statement) for statement in problem.gold][-1]
        if problem.scoring == "state":
            good = maria.state_hash(problem.database) == problem.expected
        else:
            shown = [str(canonical(v)) for row in rows for v in row]
            good = sorted(shown) == sorted(problem.answer)
        wrong += [] if good else [name]
    assert wrong == []


@pytest.mark.parametrize("statement", HOSTILE)
def test_hostile_statements_are_refused(maria: Backend, statement: str) -> None:
    maria.begin(DATABASE, 0)
    before = maria.state_hash(DATABASE)
    assert maria.run(statement).failed
    assert maria.state_hash(DATABASE) == before


def test_no_file_can_be_read(maria: Backend) -> None:
    maria.begin(DATABASE, 0)
    assert maria.run("SELECT LOAD_FILE('/etc/passwd')").text == "[(None,)]"


def test_a_time_limit_that_the_model_lifts_still_holds(maria: Backend) -> None:
    maria.begin(DATABASE, 0)
    assert "interrupted" in maria.run("SELECT SLEEP(60)").text
    assert not maria.run("SET max_statement_time = 0").failed
    start = time.monotonic()
    assert "interrupted" in maria.run("SELECT SLEEP(60)").text
    assert time.monotonic() - start < 30
    assert maria.run("SELECT 1").text == "[(1,)]"


def test_large_results_are_not_fetched(maria: Backend) -> None:
    maria.begin(DATABASE, 0)
    wide = ", ".join(f"games g{i}" for i in range(10))
    assert maria.run(f"SELECT g0.* FROM {wide}").text.endswith("[TRUNCATED]")
    assert maria.run("SELECT 2").text == "[(2,)]"


def test_nothing_of_an_episode_reaches_the_next(maria: Backend) -> None:
    maria.begin(DATABASE, 0)
    before = maria.state_hash(DATABASE)
    for statement in (
        "SET @a = 1", "SET autocommit = 0", "CREATE TABLE mine (a INT)", "DELETE FROM games", "HANDLER teams OPEN",
        "DO GET_LOCK('x', 1)", "CREATE TEMPORARY TABLE passing AS SELECT 1", "BEGIN", "UPDATE teams SET size = 5",
    ):  # fmt: skip
        assert not maria.run(statement).failed, statement
    maria.begin(DATABASE, 0)
    assert maria.state_hash(DATABASE) == before
    assert maria.run("SELECT @a, @@autocommit, IS_FREE_LOCK('x')").text == "[(None, 1, 1)]"
    assert maria.run("SELECT * FROM passing").failed and maria.run("SELECT * FROM mine").failed
    assert not maria.run("DROP DATABASE task").failed and maria.state_hash(DATABASE) == ""
    maria.begin(DATABASE, 0)
    assert maria.state_hash(DATABASE) == before
    assert "killed" in maria.run("KILL CONNECTION_ID()").text
    assert maria.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"


def test_a_server_that_dies_is_no_zero(maria: mariadb.MariaDBBackend) -> None:
    maria.begin(DATABASE, 0)
    maria._service.kill()
    with pytest.raises(SandboxError, match="The MariaDB of this episode died"):
        maria.run("SELECT 1")
    maria.begin(DATABASE, 0)
    assert maria.run("SELECT COUNT(*) FROM teams").text == "[(3,)]"


def test_the_environment_plays_on_mariadb(maria: Backend) -> None:
    run = agentgym.rollout(
        ENV, "expert", backend="mariadb", split="test", tasks=["test-join-00", "test-update-00"]
    )
    assert run.mean_reward == 1.0 and run.failed == 0

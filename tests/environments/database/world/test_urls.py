"""Servers by their address: a database and an account for each environment, both dropped."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from agentgym.environments.database import tasks
from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.content import Column, Database, Table
from agentgym.environments.database.world.limits import Limits
from agentgym.environments.database.world.urls import from_url
from agentgym.errors import OptionError
from tests.environments.database import postgres
from tests.environments.database.playing import ENV
from tests.environments.database.statements import DATABASE


@pytest.mark.docker
def test_a_url_gets_a_database_and_an_account_that_are_dropped(maria: mariadb.MariaDBBackend) -> None:
    maria.begin(DATABASE, 0)
    owner = maria._administrator()
    url = (
        f"mysql+pymysql://root@localhost/?unix_socket={maria._service.path}&ssl_disabled=true&charset=utf8mb4"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gym.make(ENV, backend=url).unwrapped
    task = next(i for i, p in tasks.problems(None, "test").items() if p.kind == "UPDATE")
    env.reset(seed=0, options={"task": task})
    names = [n for (n,) in owner.exec_driver_sql("SHOW DATABASES") if n.startswith("agentgym")]
    assert len(names) == 1
    assert "denied" in env.step("Action: Operation\n```sql\nSELECT * FROM task.teams\n```")[0]
    env.step(env.suggest("expert"))
    assert env.step(env.suggest("expert"))[1] == 1.0
    env.close()
    assert not [n for (n,) in owner.exec_driver_sql("SHOW DATABASES") if n.startswith("agentgym")]
    assert not [
        u for (u,) in owner.exec_driver_sql("SELECT user FROM mysql.user") if u.startswith("agentgym")
    ]


def test_an_sqlite_url_and_what_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="backend='sqlite' is the embedded MySQL"):
        from_url(f"sqlite:///{tmp_path}/any.db", Limits())
    with pytest.raises(OptionError, match="is no SQLAlchemy URL"):
        from_url("://", Limits())


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    if postgres.lacking():
        pytest.skip(postgres.lacking())
    with postgres.served() as url:
        yield url


def test_the_expert_reaches_reward_one_on_postgresql(postgresql: str) -> None:
    """Three tasks of each kind: the gold statements are MySQL's, with joins in UPDATEs and names in any case."""
    env: Any = gym.make(ENV, backend=postgresql).unwrapped
    played: Counter[str] = Counter()
    for task in env.tasks:
        played[task.kind] += 1
        if played[task.kind] > 3:
            continue
        _, info = env.reset(seed=0, options={"task": task.id})
        assert "PostgreSQL" in info["messages"][0]["content"]
        for _ in task.data.gold:
            assert not env.step(env.suggest("expert"))[4]["call_error"], task.id
        assert env.step(env.suggest("expert"))[1] == 1.0, task.id
    env.close()
    assert len(played) == 10


def test_names_in_capitals_are_kept_on_postgresql(postgresql: str) -> None:
    table = Table("Club Results", (Column("Club"), Column("Points", "integer")), (("Ajax", 3), ("Zürich", 7)))
    database = Database("d", (table,))
    server = from_url(postgresql, Limits())
    server.begin(database, 0)
    statement = server.spoken("UPDATE `club results` SET points = 8 WHERE CLUB = 'Ajax'")
    assert not server.run(statement).failed
    assert sorted(map(tuple, server.read(table))) == [("Ajax", 8), ("Zürich", 7)]
    assert "permission denied" in server.run("CREATE ROLE other").text
    server.close()

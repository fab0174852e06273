"""BIRD: its gold queries, its comparison of rows, broken folders."""

from __future__ import annotations

from pathlib import Path

import gymnasium as gym
import pytest

import agentgym
from agentgym.errors import DataError, OptionError
from tests.environments.database.playing import ENV
from tests.shared_data import shared


def test_all_five_hundred_bird_gold_queries_run() -> None:
    run = agentgym.rollout(ENV, "expert", data=shared("bird"), split="dev")
    assert len(list(run)) == 500 and run.mean_reward == 1.0 and run.failed == 0


def test_bird_compares_rows() -> None:
    data = shared("bird")
    env = gym.make(ENV, data=data, split="dev").unwrapped
    task = next(t for t in env.tasks if "COUNT" in t.data.gold[0] and "JOIN" not in t.data.gold[0])
    gold = task.data.gold[0]
    for answer, reward in (
        (gold, 1.0),
        (f"SELECT * FROM ({gold.rstrip(';')})", 1.0),
        ("SELECT -1", 0.0),
        ("nonsense", 0.0),
    ):
        _, info = env.reset(seed=0, options={"task": task})
        assert "SQLite" in info["messages"][0]["content"]
        assert env.step(f"Action: Answer\nFinal Answer: {[answer]}")[1] == reward, answer
    env.reset(options={"task": task})
    assert "not authorized" in env.step("Action: Operation\n```sql\nATTACH ':memory:' AS x\n```")[0]
    with pytest.raises(OptionError, match="BIRD's databases are SQLite files"):
        gym.make(ENV, data=data, backend="mariadb")


def test_broken_bird_folders_say_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "dev.json").write_text('[{"db_id": "x", "question": "q", "SQL": "SELECT 1"}]')
    with pytest.raises(DataError, match=r"there is no x\.sqlite below"):
        gym.make(ENV, data=tmp_path, split="dev").reset()
    (tmp_path / "dev.json").write_text('[{"db_id": "x"}]')
    with pytest.raises(DataError, match="is no list of BIRD questions"):
        gym.make(ENV, data=tmp_path / "dev.json", split="dev").reset()

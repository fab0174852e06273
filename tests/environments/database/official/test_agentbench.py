"""AgentBench's files: stored hashes, and defects that are mended or named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

import agentgym
from agentgym.environments.database.official import agentbench
from agentgym.environments.database.world import mariadb
from agentgym.environments.database.world.content import MODIFYING
from agentgym.errors import DataError
from tests.environments.database.playing import ENV
from tests.shared_data import shared


def test_the_forty_gold_changes_give_the_stored_hashes() -> None:
    data = shared("agentbench/db/dev.jsonl")
    run = agentgym.rollout(ENV, "expert", data=data)
    assert len(list(run)) == 60 and run.mean_reward == 1.0 and run.failed == 0
    changes = [e for e in run if e.task_kind in MODIFYING]
    assert len(changes) == 40
    # The hash is what decided: the same statements on other rows earn nothing.
    env = gym.make(ENV, data=data).unwrapped
    env.reset(seed=0, options={"task": changes[0].task_id})
    env.step(changes[0].steps[0].output)
    env.step(changes[0].steps[0].output)
    assert env.step('\nFinal Answer: ["done"]')[1] == 0.0


def test_a_column_without_a_name_gets_one() -> None:
    problem = agentbench.load(shared("agentbench/db/dev.jsonl"))["dev-0005"]
    assert [c.name for c in problem.database.tables[0].columns][:2] == ["column_1", "Name on the Register"]
    assert problem.question.endswith("In this database column 1 is column_1.")
    env = gym.make(ENV, data=shared("agentbench/db/dev.jsonl")).unwrapped
    env.reset(seed=0, options={"task": "dev-0005"})
    observation, *_ = env.step("Action: Operation\n```sql\nSELECT column_1 FROM historic_sites LIMIT 1\n```")
    assert observation.startswith("[('")


def _line(**changes: Any) -> str:
    table = {
        "table_name": "t",
        "table_info": {"columns": [{"name": "a"}, {"name": "A"}, {"name": "b "}], "rows": [["1"]]},
    }
    base = {
        "description": "Q",
        "label": ["1"],
        "type": ["other"],
        "table": table,
        "add_description": "t has a",
    }
    return json.dumps(base | changes)


def test_defects_of_the_data_are_mended_or_named(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(_line() + "\n")
    table = agentbench.load(path)["dev-0000"].database.tables[0]
    assert [c.name for c in table.columns] == ["a", "A_2", "b"] and table.rows == (("1", "", ""),)
    for content, message in (
        ("", "holds no task"),
        (_line() + '\n{"description": "Q', "line 2 is no task.*cut off"),
        (json.dumps({"description": "Q"}), "it has no field 'type'"),
        ("[1]", "line 1 is no task"),
    ):
        path.write_text(content)
        with pytest.raises(DataError, match=message):
            agentbench.load(path)
    with pytest.raises(
        DataError, match=r"Split 'test' .* is one of standard\.jsonl, test\.jsonl; .* has dev\.jsonl"
    ):
        gym.make(ENV, data=tmp_path, split="test").reset()


@pytest.mark.docker
def test_the_forty_gold_changes_give_the_stored_hashes_on_mariadb(maria: mariadb.MariaDBBackend) -> None:
    right = 0
    problems = agentbench.load(shared("agentbench/db/dev.jsonl"))
    for problem in problems.values():
        maria.begin(problem.database, 0)
        if problem.kind in MODIFYING:
            maria.run(problem.gold[0])
            right += maria.table_hash(problem.database.tables[0]) == problem.expected
    assert (len(problems), right) == (60, 40)

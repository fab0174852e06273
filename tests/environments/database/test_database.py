"""The environment: protocol, scoring, data, the embedded tasks."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

import agentgym
from agentgym.environments.database import agentbench, embedded
from agentgym.environments.database.world.content import MODIFYING
from agentgym.errors import DataError, OptionError, UnknownNameError
from tests.shared_data import shared

ENV = "AgentTune/DB-v0"
SELECT = "Action: Operation\n```sql\nSELECT 1\n```"


def _task(kind: str, split: str = "test") -> str:
    return next(i for i, p in embedded.problems(split).items() if p.kind == kind)


def _env(kind: str = "counting", **arguments: Any) -> Any:
    env = gym.make(ENV, **arguments).unwrapped
    env.reset(seed=0, options={"task": _task(kind)})
    return env


# ---- protocol ---------------------------------------------------------------------------------------


def test_operations_and_answers_are_read_as_agentbench_does() -> None:
    env = _env()
    text = 'I look.\nAction: Operation\n```sql\nSELECT 1,\n2\n```\nand\n```sql\nSELECT 3\n```\nFinal Answer: ["x"]'
    observation, _, terminated, _, info = env.step(text)
    assert (observation, terminated) == ("[(1, 2)]", False)
    assert (info["action"], info["thought"]) == ("execute_sql[SELECT 1, 2]", "I look.")
    answer = env.task.data.answer[0]
    _, reward, terminated, _, info = env.step(f'Done.\nAction: Answer\nFinal Answer: ["{answer}"]')
    assert (reward, terminated, info["status"], info["metrics"]["success"]) == (1.0, True, "completed", 1.0)


@pytest.mark.parametrize(
    "text",
    ["SELECT 1", "Action: Operation\nSELECT 1", "Action: Operation\n```sql\nSELECT 1```", "Final Answer: [\"1\"]"],
)  # fmt: skip
def test_another_form_ends_the_episode_under_paper_and_is_told_under_corrected(text: str) -> None:
    _, reward, terminated, _, info = _env(profile="paper").step(text)
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_format")
    observation, _, terminated, _, info = _env(profile="corrected").step(text)
    assert not terminated and "Action: Answer" in observation and info["parse_error"] == observation


def test_fifteen_operations_and_then_an_answer() -> None:
    env = _env()
    for _ in range(15):
        observation, _, terminated, truncated, _ = env.step(SELECT)
        assert observation == "[(1,)]" and not terminated and not truncated
    _, reward, terminated, truncated, info = env.step(f"\nFinal Answer: {list(env.task.data.answer)}")
    assert (reward, terminated, truncated, info["status"]) == (1.0, True, False, "completed")
    env = _env()
    for _ in range(16):
        observation, _, terminated, truncated, info = env.step(SELECT)
    assert "no operations left" in observation and info["refused"]
    assert (terminated, truncated, info["status"]) == (False, True, "task_limit")


def test_a_change_counts_though_no_answer_was_given() -> None:
    """As upstream: the hash is taken whatever ended the episode."""
    for kind in MODIFYING:
        env = _env(kind)
        gold = env.suggest("expert")
        env.step(gold)
        _, reward, terminated, _, info = env.step("I am done.")
        assert (reward, terminated, info["status"]) == (1.0, True, "invalid_format")
        env = _env(kind)
        env.step(gold)
        for _ in range(15):
            _, reward, _, truncated, info = env.step(SELECT)
        assert (reward, truncated, info["status"]) == (1.0, True, "task_limit")
        env = _env(kind)
        assert env.step("I am done.")[1] == 0.0
        env = _env(kind)
        assert env.step('\nFinal Answer: ["done"]')[1] == 0.0, "the answer's text is not what counts"


def test_errors_are_observations_and_counted_as_such() -> None:
    env = _env()
    observation, _, terminated, _, info = env.step("Action: Operation\n```sql\nSELECT x FROM y\n```")
    assert (
        observation == "1146 (42S02): Table 'task.y' doesn't exist" and info["call_error"] and not terminated
    )


def test_strange_answers_are_wrong_and_nothing_else() -> None:
    for text in (
        "[1j, b'x', {1, 2}, ...]",
        "{(1, 2): 3}",
        "['\\ud800']",
        "[" * 300,
        "1e999",
        "[float('nan')]",
        "",
    ):
        env = _env(profile="corrected")
        _, reward, terminated, _, info = env.step(f"Action: Answer\nFinal Answer: {text}")
        assert (reward, terminated) == (0.0, True), text
        json.dumps(info)


def test_the_comparison_is_the_profiles_or_ones_own() -> None:
    for profile, comparison, reward in (
        ("paper", None, 0.0),
        ("corrected", None, 1.0),
        ("paper", "corrected", 1.0),
    ):
        env = _env(profile=profile, comparison=comparison)
        wanted = float(env.task.data.answer[0])
        assert env.step(f"\nFinal Answer: ['{wanted + 0.005}%']")[1] == reward
    with pytest.raises(UnknownNameError, match=r"Unknown comparison 'papr'.*Did you mean 'paper'"):
        gym.make(ENV, comparison="papr")


def test_function_calling() -> None:
    env = _env(profile="fc")
    assert env.action_format == "tools"
    message = json.dumps(
        {
            "content": "",
            "tool_calls": [{"function": {"name": "execute_sql", "arguments": {"query": "SELECT 2"}}}],
        }
    )
    assert env.step(message)[0] == "[(2,)]"
    observation, *_ = env.step("no call")
    assert "Call one of the tools: execute_sql, commit_final_answer" in observation


# ---- embedded tasks ---------------------------------------------------------------------------------


def test_the_embedded_tasks_are_many_and_varied() -> None:
    store = embedded._read(embedded.STORE)
    assert len(store.databases) >= 12 and len(store.entries) >= 200
    assert all(len(d.tables) >= 3 for d in store.databases)
    assert all(any(c.references for t in d.tables for c in t.columns) for d in store.databases)
    kinds = {
        "lookup",
        "counting",
        "comparison",
        "ranking",
        "aggregation",
        "join",
        "group",
        "INSERT",
        "UPDATE",
        "DELETE",
    }
    by_split = {s: [e for e in store.entries if e.split == s] for s in ("train", "dev", "test")}
    for split, entries in by_split.items():
        counts = Counter(e.kind for e in entries)
        assert set(counts) == kinds and len(set(counts.values())) == 1, split
        assert len({e.database for e in entries}) >= 12
    forms = {split: {e.template for e in entries} for split, entries in by_split.items()}
    assert (
        not forms["train"] & forms["test"]
        and not forms["train"] & forms["dev"]
        and not forms["dev"] & forms["test"]
    )
    assert len({(e.database, e.question) for e in store.entries}) == len(store.entries)
    joined = [e for e in store.entries if " JOIN " in e.gold[0]]
    assert len(joined) >= 80 and any(e.gold[0].count(" JOIN ") > 1 for e in joined)


def test_the_generator_still_makes_what_is_stored() -> None:
    from agentgym.environments.database.authoring.make import make

    assert make(0) == embedded._read(embedded.STORE)


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_expert_reaches_reward_one_on_every_task(split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_random_earns_nothing() -> None:
    run = agentgym.rollout(ENV, "random", split="dev")
    assert run.mean_reward == 0.0 and run.failed == 0


def test_kinds_can_be_chosen_and_stores_generated(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from agentgym.environments.database.commands import commands

    env = gym.make(ENV, kinds="join,DELETE").unwrapped
    assert {t.kind for t in env.tasks} == {"join", "DELETE"}
    with pytest.raises(UnknownNameError, match=r"Unknown kind of tasks 'joyn'.*Did you mean 'join'"):
        gym.make(ENV, kinds="joyn").reset()
    out = tmp_path / "tasks.json.zst"
    result = CliRunner().invoke(commands, ["generate", "--out", str(out), "--seed", "3"])
    assert result.exit_code == 0 and "560 tasks on 14 databases" in result.output
    assert agentgym.rollout(ENV, "expert", data=out, tasks=20).mean_reward == 1.0
    broken = tmp_path / "broken.zst"
    broken.write_bytes(b"x")
    with pytest.raises(DataError, match="is no store of DB tasks"):
        embedded.load(broken, "test")


# ---- AgentBench and BIRD ----------------------------------------------------------------------------


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


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="backend is 'sqlite', 'mariadb' or an SQLAlchemy URL"):
        gym.make(ENV, backend="mysql")
    with pytest.raises(OptionError, match="seconds of a database's limits must be positive"):
        gym.make(ENV, seconds=0)
    with pytest.raises(agentgym.errors.AgentGymError, match=r"needs the driver|is no SQLAlchemy URL"):
        gym.make(ENV, backend="nosuchserver://x/").reset()

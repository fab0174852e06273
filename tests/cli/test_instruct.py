"""``agentgym instruct``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import agentgym

AUTHOR = """
from tests.instruct.authors import DONE, db_task, sql

TASK = db_task(
    "UPDATE", "The jar of figs has moved to shelf d.",
    "CREATE TABLE jars (name TEXT, shelf TEXT); INSERT INTO jars VALUES ('fig', 'a'), ('plum', 'b');",
    "UPDATE jars SET shelf = 'd' WHERE name = 'fig'",
)


def invent(request):
    return TASK


def solve(request):
    return sql("UPDATE jars SET shelf = 'd' WHERE shelf = 'a'") if request.step == 0 else DONE
"""


def test_split_lists_tasks_that_a_rollout_takes(tmp_path: Path) -> None:
    said = agentgym("instruct", "split", "alfworld", "db", "--tasks", "12", "--out", str(tmp_path / "lists"))
    assert "pick_and_place_simple" in said and "alfworld.txt, db.txt" in said
    listed = (tmp_path / "lists" / "alfworld.txt").read_text().split()
    assert len(listed) == 12
    agentgym(
        "rollout", "alfworld", "--split", "train", "--tasks", str(tmp_path / "lists" / "alfworld.txt"), "--policy",
        "expert", "--out", str(tmp_path / "run"),
    )  # fmt: skip
    assert "Did you mean 'test'" in agentgym(
        "instruct", "split", "db", "--split", "tesst", "--out", str(tmp_path / "x"), code=2
    )


def test_derive_constructs_from_the_embedded_questions(tmp_path: Path) -> None:
    out = tmp_path / "derived"
    said = agentgym(
        "instruct", "derive", "embedded", "--way", "constructed", "--tasks", "7", "--out", str(out)
    )
    assert "7 of 7 tasks" in said and "agentgym curate" in said
    assert (
        json.loads((out / "derived.json").read_text())["agreed"] == 7
        and "Derived tasks" in (out / "README.md").read_text()
    )
    assert "--policy says what answers" in agentgym(
        "instruct", "derive", "embedded", "--way", "interactive", "--out", str(out), code=2
    )


def test_self_instruct_writes_tasks_and_a_card(tmp_path: Path) -> None:
    (tmp_path / "author.py").write_text(AUTHOR)
    arguments = [
        "instruct", "self-instruct", "db", "--generator", "scripted:author:invent", "--solver", "scripted:author:solve",
        "--tasks", "1", "--per-call", "1", "--out", "invented",
    ]  # fmt: skip
    said = agentgym(*arguments, cwd=tmp_path)
    assert "1 of 1 proposals accepted, after 1 calls" in said and "--data invented/tasks.json.zst" in said
    assert "1 accepted (100.0%)" in (tmp_path / "invented" / "README.md").read_text()
    assert "1 of 1 proposals accepted" in agentgym(*arguments, cwd=tmp_path)  # nothing is left to do
    assert "begun with other settings" in agentgym(*arguments, "--runs", "3", cwd=tmp_path, code=2)
    assert "no inventor" in agentgym(*arguments[:2], "kg", *arguments[3:], cwd=tmp_path, code=2)
    said = agentgym(
        "rollout", "db", "--data", "invented/tasks.json.zst", "--split", "train", "--policy", "expert", "--out", "run",
        cwd=tmp_path,
    )  # fmt: skip
    assert "1 of 1 episodes scored, mean reward 1.0000" in said

"""Deriving tasks of questions, both ways."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agentgym.dataset.verification import verify
from agentgym.errors import OptionError
from agentgym.instruct import derivation
from agentgym.instruct.derivation import Derived, Way
from agentgym.instruct.selection import Selection
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.policy import Request
from tests.dataset.runs import curate

DB = "AgentTune/DB-v0"


def _choose(source: Path, **given: int | None) -> Selection:
    wanted = {"tasks": None, "per_kind": None, "seed": 0, **given}
    return derivation.choose(source, DB, split="train", progress=lambda *_: None, **wanted)  # type: ignore[arg-type]


def _derive(selection: Selection, source: Path, out: Path, policy: object, way: Way) -> Derived:
    return asyncio.run(derivation.derive(selection, source, out, policy, way=way))[1]  # type: ignore[arg-type]


def test_constructed_tasks_are_two_turns_without_thoughts(tmp_path: Path) -> None:
    source = derivation.source_of("embedded", DB, tmp_path)
    selection = _choose(source, tasks=7)
    derived = _derive(selection, source, tmp_path, "expert", "constructed")
    assert (derived.played, derived.agreed, derived.failed) == (7, 7, 0)
    assert "7 of 7" in derivation.said(derived) and "200 questions" in derivation.text(derived)
    assert (tmp_path / "tasks.txt").read_text().split() == selection.ids
    rows = curate(tmp_path / "run", tmp_path / "data", keep="reward == 1")
    assert len(rows) == 7
    for row in rows:
        assert row.source is not None and row.source.thoughts == 0
        operation, answer = row.trained
        assert operation["content"].startswith("Action: Operation\n```sql\nSELECT")
        assert answer["content"].startswith("Action: Answer\nFinal Answer: [")
    assert not [f for f in verify(rows, processes=1) if f.differs]


def test_interactive_tasks_count_where_the_answer_agrees(tmp_path: Path) -> None:
    source = derivation.source_of("embedded", DB, tmp_path)
    selection = _choose(source, tasks=4)

    def answer(request: Request) -> str:
        right = request.task_id == selection.ids[0]
        last = request.messages[-1]["content"]
        if request.step == 0:
            return f"I look.\nAction: Operation\n```sql\n{queries[request.task_id] if right else 'SELECT 1'}\n```"
        values = [str(v) for row in eval_rows(last) for v in row] if right else ["no idea"]
        return f"That is it.\nAction: Answer\nFinal Answer: {values}"

    def eval_rows(text: str) -> list[tuple[object, ...]]:
        import ast

        return list(ast.literal_eval(text))

    from agentgym.environments.database.official import bird

    queries = {i: p.gold[0] for i, p in bird.load(source / "train.json").items()}
    derived = _derive(selection, source, tmp_path, ScriptedPolicy(answer), "interactive")
    assert (derived.played, derived.agreed) == (4, 1)


def test_nothing_to_derive_is_said(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="There is no nowhere"):
        derivation.source_of("nowhere", DB, tmp_path)
    with pytest.raises(OptionError, match=r"No tasks can be derived for AgentTune/OS-v0.*DB"):
        derivation.derivation_of("AgentTune/OS-v0")
    empty = Selection(env_id=DB, split="train", ids=[], available={}, chosen={}, unfit={"no answer": 2})
    with pytest.raises(OptionError, match="None of the questions"):
        _derive(empty, tmp_path, tmp_path, "expert", "constructed")

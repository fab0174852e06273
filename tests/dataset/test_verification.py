"""Executing rows again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

import agentgym
from agentgym.dataset.conversations import rows_of
from agentgym.dataset.row import Row, seal
from agentgym.dataset.verification import verify, verify_row
from agentgym.messages import assistant, user
from tests.dataset.runs import curate, played


@pytest.mark.parametrize(
    ("env", "policy", "settings"),
    [
        ("alfworld", "expert", {}), ("alfworld", "random", {"action_format": "tools"}), ("webshop", "expert", {}),
        ("webshop", "random", {"action_format": "native"}), ("mind2web", "expert", {}), ("kg", "expert", {}),
        ("db", "expert", {}), ("cardgame", "expert", {}), ("hotpotqa", "expert", {}), ("gsm8k", "expert", {}),
        ("mmlu", "expert", {}), ("mtbench", "expert", {}), ("rewoo", "expert", {}),
    ],
)  # fmt: skip
def test_every_row_of_every_environment_executes_again(
    env: str, policy: str, settings: dict[str, Any]
) -> None:
    rows = [row for episode in played(env, policy, **settings) for row in rows_of(episode)]
    assert rows and [f.differs for f in verify(rows, processes=1)] == [""] * len(rows)


def changed(row: Row, **certificate: Any) -> Row:
    """Return a row whose certificate says something else, and has the hash of that."""
    assert row.certificate is not None
    other = msgspec.structs.replace(row)
    other.certificate = seal(msgspec.structs.replace(row.certificate, **certificate), other)
    return other


def test_what_differs_is_said(tmp_path: Path) -> None:
    (row,) = rows_of(played("webshop", tasks=1)[0])
    certificate = row.certificate
    assert certificate is not None and not verify_row(row).differs
    for fields, said in (
        ({"reward": 0.5}, "0.5 is claimed, 1 comes out"),
        ({"task_hash": "x"}, "the content of the task"),
        ({"task_id": "nowhere"}, "the row is of"),
        ({"actions": [*certificate.actions[:-1], "Action: click[back to search]"]}, "turn"),
        ({"actions": [*certificate.actions, "more"], "trace": [*certificate.trace, "0"]}, "had ended before"),
        ({"actions": certificate.actions[:-1]}, "actions have"),
        ({"trace": ["0", *certificate.trace[1:]]}, "the first observation"),
        ({"env_args": {"split": "nowhere"}}, "cannot be made here"),
    ):
        assert said in verify_row(changed(row, **fields)).differs
        assert said in next(iter(verify([changed(row, **fields)], processes=1))).differs


def test_a_conversation_that_is_not_what_was_executed_is_found() -> None:
    (row,) = rows_of(played("webshop", tasks=1)[0])
    tampered = msgspec.structs.replace(row, messages=[*row.messages])
    tampered.messages[-1] = {**row.messages[-1], "content": "Action: click[other]"}
    assert "the hash does not fit" in verify_row(tampered).differs
    assert "the conversation has another action" in verify_row(changed(tampered)).differs
    tampered.messages[-1:] = [{**row.messages[-2], "content": "another page"}, row.messages[-1]]
    del tampered.messages[-3]
    assert "is not what the environment said" in verify_row(changed(tampered)).differs


def test_rows_without_a_certificate_are_told_apart() -> None:
    bare = Row(id="chat_0", messages=[user("hi"), assistant("hello", loss=True)])
    assert [(f.provable, f.differs) for f in verify([bare], processes=1)] == [(False, "")]
    assert not verify_row(bare).provable


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    agentgym.rollout("alfworld", "expert", tasks=3, repeats=50, out=tmp_path / "run", split="train")
    rows = curate(tmp_path / "run", tmp_path / "data", exact=False)
    rows[120] = changed(rows[120], reward=0.0)
    found = list(verify(rows, processes=2))
    assert found == list(verify(rows, processes=1)) and [f.id for f in found if f.differs] == ["alfworld_120"]

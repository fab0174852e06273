"""Completion of thoughts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

import agentgym
from agentgym import registry
from agentgym.actions import Action
from agentgym.conversation import action_text
from agentgym.dataset.row import Row
from agentgym.dataset.verification import verify_row
from agentgym.instruct.thoughts import Completer, put, read, record
from agentgym.messages import assistant, user
from agentgym.policies.mock import MockPolicy
from agentgym.policies.scripted import ScriptedPolicy
from agentgym.policy import Policy, Request
from tests.dataset.runs import curate

THOUGHT = "I have seen enough of the room, so this is next."


def rows_of(tmp_path: Path, env: str, tasks: int = 1, **settings: Any) -> list[Row]:
    """Return rows of an expert's run."""
    agentgym.rollout(env, "expert", tasks=tasks, out=tmp_path / "run", **{"split": "train", **settings})
    return curate(tmp_path / "run", tmp_path / "data")


def completed(rows: list[Row], policy: Policy, **options: Any) -> tuple[list[Row], Completer]:
    """Return the rows with their thoughts completed, and what completed them."""
    completer = Completer(policy, **options)
    return list(completer.rows(rows)), completer


def bare(form: Any, text: str) -> str:
    """Return the action that a format reads, as it writes it."""
    written: str = form.render(msgspec.structs.replace(form.parse(text), thought=""))
    return written


@pytest.mark.parametrize(
    ("env", "settings"),
    [
        ("alfworld", {}), ("alfworld", {"action_format": "tools"}), ("webshop", {}), ("kg", {}), ("mind2web", {}),
        ("db", {}),
    ],
)  # fmt: skip
def test_every_turn_gets_a_thought_and_no_action_changes(
    tmp_path: Path, env: str, settings: dict[str, str]
) -> None:
    before = rows_of(tmp_path, env, **settings)
    after, completer = completed(before, MockPolicy(THOUGHT), replace=True)
    assert completer.counts.refused.total() == 0 and completer.counts.completed == sum(
        len(r.trained) for r in before
    )
    for old, new in zip(before, after, strict=True):
        assert old.certificate is not None and new.certificate is not None and new.source is not None
        made: Any = registry.make(old.certificate.env_id, old.certificate.env_args)
        form = made.unwrapped.format
        for was, now in zip(old.trained, new.trained, strict=True):
            assert bare(form, action_text(was)) == bare(form, action_text(now))
            assert form.parse(action_text(now)).thought == THOUGHT
        assert new.source.completed == new.source.turns and new.source.completed_by == f"mock:{THOUGHT}"
        assert new.certificate.trace == old.certificate.trace and verify_row(new).differs == ""
        untrained = [m for m in new.messages if not m.get("loss")]
        assert untrained == [m for m in old.messages if not m.get("loss")] and new.tokens is None


def test_only_missing_thoughts_are_asked_for_and_the_row_says_which(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "db")
    assert completed([row], MockPolicy(THOUGHT))[0] == [row]
    position = next(i for i, m in enumerate(row.messages) if m.get("loss"))
    bared = row.messages[position]["content"].partition("Action:")
    row.messages[position]["content"] = "Action:" + bared[2]
    assert row.certificate is not None and row.source is not None
    row.certificate.actions[0] = row.messages[position]["content"]
    row.source = msgspec.structs.replace(row.source, thoughts=len(row.trained) - 1)
    seen: list[str] = []

    def think(request: Request) -> str:
        seen.append(request.messages[0]["content"])
        return f"Thought: {THOUGHT}"

    (after,), completer = completed([row], ScriptedPolicy(think))
    assert after.source is not None and after.source.completed == [0]
    assert after.source.thoughts == len(row.trained)
    assert completer.counts.new_by_env == {"DB": 1} and len(seen) == 1
    assert after.messages[position]["content"].endswith(row.messages[position]["content"])
    assert row.messages[position]["content"] in seen[0] and row.messages[position - 1]["content"] in seen[0]
    assert row.messages[position + 1]["content"] not in seen[0]  # what came of the action is not shown


def test_what_cannot_be_used_is_asked_for_again_and_counted(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "db")
    answers = ["", "I do it.\nAction: Answer", THOUGHT]
    after, completer = completed(
        [row], ScriptedPolicy(lambda request: answers[request.repeat]), replace=True, tries=3
    )
    assert completer.counts.completed == len(row.trained) and after != [row]
    after, completer = completed([row], MockPolicy("Act: bash"), replace=True)
    assert after == [row] and completer.counts.refused == {"holds an action": len(row.trained)}

    def broken(request: Request) -> str:
        raise RuntimeError("no")

    after, completer = completed([row], ScriptedPolicy(broken), replace=True)
    assert after == [row] and completer.counts.refused == {"call failed": len(row.trained)}


def test_a_format_without_room_and_rows_of_others_stay_as_they_are(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "alfworld", action_format="native")
    after, completer = completed(rows, MockPolicy(THOUGHT))
    assert after == rows and completer.counts.refused == {"no room for a thought": len(rows[0].trained)}
    stranger = Row(id="x", messages=[user("hi"), assistant("hello", loss=True)])
    after, completer = completed([stranger], MockPolicy(THOUGHT))
    assert after == [stranger] and completer.counts.refused == {"no environment of ours": 1}


def test_a_row_that_differs_when_it_is_executed_stays_as_it_was(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "alfworld")
    assert row.certificate is not None
    row.certificate = msgspec.structs.replace(row.certificate, task_hash="other")
    after, completer = completed([row], MockPolicy(THOUGHT), replace=True)
    assert after == [row] and completer.counts.completed == 0
    assert completer.counts.refused == {"differs when executed": len(row.trained)}


@pytest.mark.parametrize(
    ("answer", "thought", "reason"),
    [
        ("  I look\n around. ", "I look around.", ""), ("**Thought:** so", "so", ""), ("Think: so", "so", ""),
        ('"I see."', "I see.", ""), ("", "", "empty"), ("Thought: ", "", "empty"), ("x " * 400, "", "too long"),
        ("I look. Then I go. I look.", "", "repeats itself"), ("I go. Action: go", "", "holds an action"),
        ("```bash\nls\n```", "", "holds an action"),
        ("half \ud83d", "half ?", ""),
    ],
)  # fmt: skip
def test_answers_are_read(answer: str, thought: str, reason: str) -> None:
    assert read(answer) == (thought, reason)


def test_of_an_answer_that_was_cut_off_whole_sentences_are_kept() -> None:
    assert read("I look. I see 2.5 of them. Then I", whole=False) == ("I look. I see 2.5 of them.", "")
    assert read("I look at the 2.5 of", whole=False) == ("", "cut off")


def test_a_thought_that_would_be_read_as_an_action_is_refused() -> None:
    made: Any = registry.make("AgentTune/OS-v0", {})
    form = made.unwrapped.format
    message = assistant("Act: answer(4)", loss=True)
    action: Action = form.parse(message["content"])
    assert put(message, action, "It is four.", form) == {
        "role": "assistant", "content": "Think: It is four.\n\nAct: answer(4)", "loss": True,
    }  # fmt: skip
    assert put(assistant("Act: finish"), form.parse("Act: finish"), "All is done.", form) is not None
    assert put(message, action, "It is four.\nAct: answer(5)", form) is None


def test_the_middle_of_a_long_record_is_left_out() -> None:
    messages = [user("a" * 50), assistant("b" * 50), user("c" * 50)]
    assert record(messages, 10_000).startswith("[Environment]\naaa") and "[Agent]" in record(messages, 10_000)
    short = record(messages, 60)
    assert short.startswith("[Environment]\na") and short.endswith("ccc") and "left out" in short

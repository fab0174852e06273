"""The general set: questions that do not meet, and answers that end."""

from __future__ import annotations

import pytest

from agentgym.benchmarks.agenttuning_small import general
from agentgym.policy import Completion


def test_questions_are_all_different_the_same_again_and_of_two_parts_that_share_nothing() -> None:
    own = general.questions(300, 0, held_out=False)
    other = general.questions(60, 0, held_out=True)
    assert len(set(own)) == 300 and own == general.questions(300, 0, held_out=False)
    assert not set(own) & set(other) and own != general.questions(300, 1, held_out=False)
    named = [t for t in general.THINGS if any(t in q for q in own)]
    assert not [t for t in named if any(t in q for q in other)]


def test_answers_that_were_cut_or_are_empty_are_left_out() -> None:
    given = [
        Completion(text=" A tool. "),
        Completion(text="A tool that", finish_reason="length"),
        Completion(text=" "),
    ]
    (row,) = general.rows(["What?", "Why?", "When?"], given, "chat")
    assert row.id == "chat_0" and [m["content"] for m in row.messages] == ["What?", "A tool."]
    assert len(row.trained) == 1


def test_every_question_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = general.answers("mock:hello", ["a", "b", "c"], at_once=2)
    assert [c.text for c in given] == ["hello"] * 3

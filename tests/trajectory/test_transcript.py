"""Transcripts: everything that was said, as it was said."""

from __future__ import annotations

from pathlib import Path

import agentgym
from agentgym.environments.mind2web.tasks import EMBEDDED
from agentgym.messages import tool_call
from agentgym.policy import Completion
from agentgym.trajectory import Step, read
from agentgym.trajectory.transcript import texts, transcript
from tests.report.synthetic import episode


def contents(sessions: list[list[agentgym.trajectory.episode.Message]]) -> list[list[str]]:  # type: ignore[name-defined]
    return [[m["content"] for m in session] for session in sessions]


def test_every_session_is_there_with_every_turn() -> None:
    one = episode(1, "a", 1.0)
    for number, step in enumerate(one.steps):
        step.completion.text = f"answer {number}"
    one.steps[0].messages = [{"role": "user", "content": "A new question."}]
    assert contents(transcript(one)) == [
        ["Do it.", "room 1", "answer 0"],
        ["A new question.", "seen 0 in room 1", "answer 1", "seen 1 in room 1"],
    ]
    learnt = [m.get("loss") for session in transcript(one) for m in session]
    assert learnt == [None, None, True, None, None, True, None]


def test_texts_are_as_they_were_said_and_not_as_they_were_remembered() -> None:
    one = episode(1, "a", 1.0, observation_later="short")
    for step in one.steps:
        step.completion.text, step.observation_later, step.action_later = "said", "seen", "remembered"
    assert contents(transcript(one)) == [
        ["Do it.", "room 1", "said", "seen 0 in room 1", "said", "seen 1 in room 1"]
    ]


def test_calls_and_their_results() -> None:
    calls = [tool_call("look", {"at": "it"}, "c1"), tool_call("go", {}, "c2")]
    step = Step(
        output="{}", observation="a door", completion=Completion(tool_calls=calls, reasoning="hm"),
        tool_results=["a door", "Not executed"],
    )  # fmt: skip
    one = episode(1, "a", 1.0, steps=[step])
    assert [(m["role"], m["content"]) for m in transcript(one)[0][2:]] == [
        ("assistant", ""), ("tool", "a door"), ("tool", "Not executed")
    ]  # fmt: skip
    assert {"look", '{"at":"it"}', "hm", "Not executed", "Do it.", "room 1"} <= set(texts(one))


def test_nobody_is_said_to_have_spoken_at_an_unasked_turn(run_folder: Path) -> None:
    agentgym.rollout("mind2web", "random", tasks=20, data=str(EMBEDDED), out=run_folder)
    unasked = [e for e in read(run_folder) if any(s.unasked for s in e.steps)]
    assert unasked and all(e.status == "unanswerable" for e in unasked)
    for one in unasked:
        (session,) = transcript(one)
        assert (
            not [m for m in session if m.get("loss")] and session[-1]["content"] == one.steps[-1].observation
        )

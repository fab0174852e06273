"""How an answer is read and written."""

from __future__ import annotations

import json
import time

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.hotpotqa.protocol import (
    INVALID,
    ActionGrammar,
    LineFormat,
    StepFormat,
    clean,
    parse_line,
)
from tests.shared_data import shared

GOLDEN = [
    ("Search[Ada]", "Search", "Ada"),
    (" Lookup[the sea]. ", "Lookup", "the sea"),
    ("Finish[no]...", "Finish", "no"),
    ("Finish[x]. And so on", "Finish", "x"),
    ("Finish[f [g] h]", "Finish", "f [g] h"),
    ("Search[a] or Search[b]", "Search", "a] or Search[b"),
    ("Search[a]]", "Search", "a]"),
    ("Search[ ]", "Search", " "),
    ("Finish['no']", "Finish", "'no'"),
    ("Such_e[x]", "Such_e", "x"),
    ("Search[]", "Search[]", ""),
    ("Search [a]", "Search [a]", ""),
    ("Search[a", "Search[a", ""),
    ("I do Search[a]", "I do Search[a]", ""),
    ("2. Search[a]", "2. Search[a]", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("reply", "name", "argument"), GOLDEN)
def test_lines(reply: str, name: str, argument: str) -> None:
    assert parse_line(clean(reply)) == (name, argument)


def test_the_recorded_vectors() -> None:
    vectors = json.loads(shared("hotpotqa/vectors.json").read_text())
    assert (len(vectors["parse"]), len(vectors["format"])) == (28, 5)
    for v in vectors["parse"]:
        assert clean(v["reply"]) == v["line"], v
        assert parse_line(v["line"]) == (v["action"], v["argument"]), v
    for v in vectors["format"]:
        assert clean(v["reply"]) == v["line"], v


@pytest.mark.parametrize(
    ("message", "action", "thought"),
    [
        ("Thought 1: I see.\nAction 1: Search[Ada]", "Search[Ada]", "I see."),
        ("thought: I see.\nbut how\naction:\nLookup[x]\nObservation 1: y", "Lookup[x]", "I see.\nbut how"),
        ("Action 7: Finish[a]. Thought 8: b", "Finish[a]", ""),
        ("Well then.\nAction: Finish[x]\nAction 2: Search[y]", "Finish[x]", "Well then."),
    ],
)
def test_steps_are_read(message: str, action: str, thought: str) -> None:
    read = StepFormat(lambda: 1, ActionGrammar()).parse(message)
    assert (read.text, read.thought) == (action, thought)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Thought 1: I see.", "no_action"),
        ("Action 1: search[Ada]", "unknown_action"),
        ("Action 1: Search[]", "no_action"),
        ("Action 1:", "no_action"),
        ("Search[Ada]", "no_action"),
    ],
)
def test_what_is_no_step(message: str, kind: str) -> None:
    with pytest.raises(ParseError) as caught:
        StepFormat(lambda: 1, ActionGrammar()).parse(message)
    assert caught.value.kind == kind
    assert caught.value.hint == INVALID or "Thought 1" in caught.value.hint


def test_steps_are_written_as_they_are_read() -> None:
    steps = StepFormat(lambda: 4, ActionGrammar())
    action = Action(name="Search", arguments={"entity": "A [b]\nc"}, thought="Hm.")
    assert steps.render(action) == "Thought 4: Hm.\nAction 4: Search[A [b] c]"
    assert steps.parse(steps.render(action)).arguments == {"entity": "A [b] c"}


def test_the_papers_lines() -> None:
    lines = LineFormat()
    for reply, line in ((" I see. \nmore", "I see."), ("\nI see.", ""), ("", ""), ("Search[x]", "Search[x]")):
        assert lines.parse(reply).text == line and lines.parse(reply)["line"] == line


def test_long_answers_take_linear_time() -> None:
    start = time.perf_counter()
    steps = StepFormat(lambda: 1, ActionGrammar())
    for text in (
        "Thought " * 50_000,
        "Action" + " " * 200_000,
        "a" * 200_000 + "[",
        "Search[" * 50_000,
        "1" * 200_000,
    ):
        with pytest.raises(ParseError):
            steps.parse(text)
        parse_line(text)
    assert time.perf_counter() - start < 10

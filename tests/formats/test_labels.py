"""The label format: thought and action behind their labels."""

from __future__ import annotations

import pytest

from agentgym.actions import Action, ParseError
from agentgym.formats import LabelFormat
from agentgym.formats.grammars import BracketGrammar, CommandGrammar
from agentgym.formats.labels import blocks

from .parsers import COMMAND, TOOLS

REACT = LabelFormat(CommandGrammar(COMMAND))


@pytest.mark.parametrize(
    ("message", "thought", "command"),
    [
        ("Thought: hm\nAction: look", "hm", "look"),
        ("Action: look", "", "look"),
        ("thought : hm\nACTION\t: look", "hm", "look"),
        ("first I think.\nAction: look", "first I think.", "look"),
        ("Thought: hm\nAction: look\nand more", "hm", "look\nand more"),
        ("Thought: reaction: none\nAction: a\nAction: b", "reaction: none", "a\nAction: b"),
        ("\nThought: hm\nAction:\n\nlook\n", "Thought: hm", "look"),
    ],
)
def test_thought_and_action_are_read(message: str, thought: str, command: str) -> None:
    action = REACT.parse(message)
    assert (action.thought, action["command"]) == (thought, command)


@pytest.mark.parametrize(
    "invented",
    [
        "\nObservation: you see a mug",
        "\n\n  observation :x",
        "\r\n\tObservation:",
        " \n Observation: a\nAction: b",
    ],
)
def test_an_invented_observation_is_no_part_of_the_action(invented: str) -> None:
    assert REACT.parse(f"Thought: hm\nAction: look{invented}")["command"] == "look"


@pytest.mark.parametrize(
    "kept", [" Observation: x", "\nobservations: x", "\nObservation x", "\nMy Observation: x"]
)
def test_other_observations_are_kept(kept: str) -> None:
    assert REACT.parse(f"Action: look{kept}")["command"] == f"look{kept}"


def test_a_message_without_an_action_is_told_what_is_missing() -> None:
    with pytest.raises(ParseError) as caught:
        REACT.parse("I only think.")
    assert caught.value.kind == "no_action"
    assert caught.value.hint == f'There is no "Action:" in the answer. {REACT.instructions()}'
    with pytest.raises(ParseError, match="The action is empty"):
        REACT.parse("Action:\nObservation: nothing")


def test_what_is_rendered_is_read_back() -> None:
    calls = LabelFormat(BracketGrammar(TOOLS))
    for action in (
        Action(name="add", arguments={"a": 1, "b": 2}, thought="a {sum}"),
        Action(name="search", arguments={"query": "mugs {}"}),
        Action(name="stop", thought="done"),
    ):
        read = calls.parse(calls.render(action))
        assert (read.name, read.arguments, read.thought) == (action.name, action.arguments, action.thought)
    assert calls.render(Action(name="stop", thought="done")) == "Thought: done\nAction: stop[]"


def test_labels_can_be_named_otherwise() -> None:
    plan = LabelFormat(CommandGrammar(COMMAND), thought="Plan", action="Do")
    action = plan.parse("plan: look around\ndo : look")
    assert (action.thought, action["command"]) == ("look around", "look")
    assert plan.render(action) == "Plan: look around\nDo: look"
    assert plan.instructions().startswith('Answer with two lines, "Plan: ..." and "Do: ...".')


def test_with_patterns_the_thought_is_what_stands_behind_its_label() -> None:
    exact = LabelFormat(
        CommandGrammar(COMMAND), patterns=("T:", "A:"), label_required=False, first_line=True, lower=True
    )
    action = exact.parse("before T: hm\nA: LOOK\nT: later")
    assert (action.thought, action["command"]) == ("hm", "look")
    assert exact.parse("\nGO\nnorth")["command"] == "go"
    assert exact.parse("A: go\nT: why not").thought == "why not"


def test_code_blocks_are_closed_on_a_line_of_their_own() -> None:
    text = "```sh\na\n```\ntext\n```sh\nb ```\n\n```\n```py\nc\n```\n```sh\nopen"
    assert blocks(text, "sh") == ["a", "b ```\n"]
    assert blocks("```sh\n```", "sh") == []

"""The protocols: how an answer is read under each, and what is cut from observations."""

from __future__ import annotations

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.alfworld import protocol
from agentgym.environments.alfworld.texts import AlfworldTexts
from agentgym.formats import LabelFormat
from agentgym.messages import encode_tool_calls


def _format(required: bool) -> LabelFormat:
    profile = protocol.AlfworldProfile(name="x", label_required=required)
    return protocol.label_format(protocol.make_grammar(), profile)


def test_the_first_line_behind_the_label_is_the_command_in_lower_case() -> None:
    action = _format(True).parse("THOUGHT: I go.\nACTION: Go to Desk 1 \nand then")
    assert (action["command"], action.thought) == ("go to desk 1", "I go.")


def test_an_answer_without_label_is_the_command_or_no_action() -> None:
    assert _format(False).parse("Go to desk 1\nmore")["command"] == "go to desk 1"
    with pytest.raises(ParseError, match='no "ACTION:"'):
        _format(True).parse("go to desk 1")


def test_only_the_games_own_protocol_reads_labels_in_any_case() -> None:
    assert _format(False).parse("Action: look")["command"] == "action: look"
    own = protocol.label_format(protocol.make_grammar(), protocol.PROFILES["alfworld"])  # type: ignore[arg-type]
    assert own.parse("Action: Look")["command"] == "look"


def test_an_empty_answer_is_a_command_where_the_original_has_it_so() -> None:
    assert protocol.make_grammar(empty=True).parse(" ")["command"] == ""
    with pytest.raises(ParseError, match="is empty"):
        protocol.make_grammar().parse(" ")


def test_the_first_argument_of_a_call_is_the_command() -> None:
    texts = AlfworldTexts(no_call="no call", bad_call="bad call")
    form = protocol.FirstArgumentFormat((protocol.TOOL,), protocol.make_grammar(empty=True), texts)

    def call(arguments: str) -> str:
        function = {"name": "what", "arguments": arguments}
        return encode_tool_calls("I think.", [{"id": "1", "type": "function", "function": function}])  # type: ignore[typeddict-item]

    action = form.parse(call('{"any": "ACTION: Look"}'))
    assert (action["command"], action.thought, action.calls) == ("look", "I think.", 1)
    for text, said in (
        ("just words", "no call"),
        (call("{"), "bad call"),
        (call("{}"), "bad call"),
        (call("[1]"), "bad call"),
    ):
        with pytest.raises(ParseError, match=said):
            form.parse(text)


def test_what_is_rendered_is_read_again() -> None:
    for thought in ("", "First the desk."):
        action = Action(name="act", arguments={"command": "go to desk 1"}, thought=thought)
        read = _format(True).parse(_format(True).render(action))
        assert (read["command"], read.thought) == ("go to desk 1", thought)


def test_banner_and_numbered_arrival_are_cut() -> None:
    assert protocol.first_observation("-= Welcome =-\n\nYou are in a room.\n\nYour task is to: x.") == (
        "You are in a room.\nYour task is to: x."
    )
    assert protocol.tidy("You arrive at loc 12. The fridge 1 is closed.") == "The fridge 1 is closed."
    assert protocol.tidy("You arrive at fridge 1. It is closed.") == "You arrive at fridge 1. It is closed."

"""The protocols: how an answer is read under each, and what is cut from observations."""

from __future__ import annotations

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.alfworld import protocol
from agentgym.formats import LabelFormat


def _format(required: bool) -> LabelFormat:
    return protocol.label_format(protocol.make_grammar(), label_required=required)


def test_the_first_line_behind_the_label_is_the_command_in_lower_case() -> None:
    action = _format(True).parse("THOUGHT: I go.\nAction: Go to Desk 1 \nand then")
    assert (action["command"], action.thought) == ("go to desk 1", "I go.")


def test_an_answer_without_label_is_the_command_or_no_action() -> None:
    assert _format(False).parse("Go to desk 1\nmore")["command"] == "go to desk 1"
    with pytest.raises(ParseError, match='no "ACTION:"'):
        _format(True).parse("go to desk 1")


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

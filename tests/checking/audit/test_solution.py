"""Spoiling a solution: no right answer is left in it."""

from __future__ import annotations

from agentgym import Action
from agentgym.checking.audit.answers import drawn
from agentgym.checking.audit.solution import filled


def test_every_argument_is_replaced() -> None:
    action = Action(
        name="a", arguments={"t": "right", "n": 7, "x": 1.5, "l": ["right"], "b": True}, thought="right"
    )
    spoilt = filled(action, "no")
    assert dict(spoilt.arguments) == {"t": "no", "n": 0, "x": 0.0, "l": ["no"], "b": False}
    assert spoilt.thought == ""
    assert filled(action, "12").arguments["n"] == 12


def test_answers_are_drawn_from_the_question() -> None:
    found = drawn('Is Ada Lovelace or "Bob" older than 42?')
    assert {"Bob", "42", "Ada Lovelace", "older"} <= {*found}
    assert drawn("") == []

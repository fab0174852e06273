"""Answers in the three formats."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from agentgym.actions import ParseError
from agentgym.environments.card_game.world.formats import FORMATS, CardFormat
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.replies import VERSIONS, Version
from agentgym.environments.card_game.world.seat import Seat
from agentgym.environments.card_game.world.table import Table
from agentgym.messages import encode_tool_calls, tool_call

ORDER = (1, 2, 3, 4)
GUESS = '{"guess_type": "eel", "target_position": 2}'


def reader(name: str, version: Version = "paper") -> tuple[CardFormat, Seat]:
    table = Table(version, name, {"guess": 3, "act": 2}, {})
    seat = table.sit(Game((ORDER, ORDER)), 0)
    return table.reader(SimpleNamespace(seat=seat)), seat


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_written_is_read(name: str, version: Version) -> None:
    form, seat = reader(name, version)
    assert form.name == name
    for phase in ("guess", "act"):
        assert seat.phase == phase
        for decision in seat.possible():
            action = form.parse(form.render(seat.written(decision, "A thought.")))
            assert seat.decide(action.arguments) == decision
            assert action.thought == ("" if name == "native" else "A thought.")
            assert (
                json.loads(action.text) == action.arguments
                and form.grammar.parse(action.text).text == action.text
            )
        if phase == "guess":
            seat.sight.game.guess(None)


def test_free_text_is_searched_for_the_first_object_that_is_possible() -> None:
    form, _ = reader("react")
    action = form.parse('I try {"guess_type": "shark", "target_position": 1}. No: ' + GUESS + " and done")
    assert action.text == GUESS and action.thought.startswith("I try") and form.heard.endswith("done")
    for text, kind in (("nothing", "bad_json"), ('{"guess_type": "shark"}', "bad_arguments")):
        with pytest.raises(ParseError) as caught:
            form.parse(text)
        assert caught.value.kind == kind


@pytest.mark.parametrize("text", ["", "x" + GUESS, GUESS + GUESS, GUESS + ".", "[1]", "{"])
def test_native_is_the_object_alone(text: str) -> None:
    form, _ = reader("native")
    assert form.parse(f" {GUESS}\n").text == GUESS
    with pytest.raises(ParseError, match="one JSON object"):
        form.parse(text)


def test_tools_are_those_of_the_phase() -> None:
    form, _ = reader("tools")
    calls = [
        tool_call("guess", {"guess_type": "eel", "target_position": 2}, "c7"),
        tool_call("act", {}, "c8"),
    ]
    text = encode_tool_calls("So.", calls)
    action = form.parse(text)
    assert (action.text, action.calls, action.thought) == (GUESS, 2, "So.")
    wrong = encode_tool_calls("", [tool_call("act", {"pick_fish": "eel", "action": "active"})])
    with pytest.raises(ParseError, match="Call guess now, not act"):
        form.parse(wrong)
    with pytest.raises(ParseError, match="Call one of the tools"):
        form.parse("eel at 2")
    remembered = form.remembering(text)
    assert [m["role"] for m in remembered] == ["assistant", "tool"] and remembered[1]["tool_call_id"] == "c7"
    assert len(remembered[0]["tool_calls"]) == 1, "a call that nobody answered would be refused by servers"


def test_odd_calls_are_remembered_well_formed() -> None:
    form, _ = reader("tools")
    bare = json.dumps(
        {"tool_calls": [{"name": "guess", "arguments": {"guess_type": "eel", "target_position": 2}}]}
    )
    assert form.parse(bare).text == GUESS
    (turn, answer) = form.remembering(bare)
    assert turn["tool_calls"][0]["function"]["name"] == "guess" and answer["tool_call_id"] == "call_0"


def test_text_is_remembered_word_for_word() -> None:
    form, _ = reader("react")
    assert form.remembering(" as it is ") == [{"role": "assistant", "content": " as it is ", "loss": False}]
    assert reader("react")[0].grammar.describe() == ""

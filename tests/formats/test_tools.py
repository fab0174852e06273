"""Function calling as an action format."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agentgym.actions import Action, ParseError
from agentgym.formats import ToolsFormat
from agentgym.formats.grammars import BracketGrammar
from agentgym.messages import encode_tool_calls, tool_call

from .parsers import TOOLS

FORMAT = ToolsFormat(TOOLS, BracketGrammar(TOOLS))


def test_the_first_call_is_performed() -> None:
    message = encode_tool_calls("hm", [tool_call("add", {"a": 1}), tool_call("stop", {})])
    assert FORMAT.parse(message) == Action(
        name="add", arguments={"a": 1}, thought="hm", text='add[{"a":1}]', calls=2
    )


def test_each_call_is_read_whatever_the_others_are() -> None:
    calls = [tool_call("add", {"a": 1}), tool_call("add", {"a": "x"}), tool_call("stop", {})]
    first, second, third = FORMAT.parse_each(encode_tool_calls("hm", calls))
    assert isinstance(first, Action) and isinstance(third, Action) and isinstance(second, ParseError)
    assert (first.name, third.name, third.calls, second.kind) == ("add", "stop", 3, "bad_arguments")
    for text, one in ((encode_tool_calls("", calls[:1]), Action), ("words", ParseError)):
        (read,) = FORMAT.parse_each(text)
        assert isinstance(read, one)


def test_what_is_rendered_is_read_back() -> None:
    action = Action(name="search", arguments={"query": "mugs"}, thought="hm")
    read = FORMAT.parse(FORMAT.render(action))
    assert (read.name, read.arguments, read.thought) == (action.name, action.arguments, action.thought)


def test_arguments_may_be_an_object_and_the_function_bare() -> None:
    assert FORMAT.parse('{"tool_calls": [{"name": "add", "arguments": {"a": 2}}]}')["a"] == 2
    assert FORMAT.parse('{"tool_calls": [{"function": {"name": "stop", "arguments": ""}}]}').name == "stop"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("I look around.", "no_action"),
        ('{"content": "text"}', "no_action"),
        ('{"tool_calls": 3}', "no_action"),
        ('[{"tool_calls": []}]', "no_action"),
        ("[" * 100_000, "no_action"),
        ("\ud800", "no_action"),
        ('{"tool_calls": [3]}', "unknown_action"),
        ('{"tool_calls": [{"function": {"name": "serch", "arguments": "{}"}}]}', "unknown_action"),
        ('{"tool_calls": [{"name": ["add"]}]}', "unknown_action"),
        (encode_tool_calls("", [tool_call("add", {"a": "1"})]), "bad_arguments"),
        (encode_tool_calls("", [tool_call("add", {"a": 1, "c": 1})]), "bad_arguments"),
    ],
)
def test_other_messages_are_refused(message: str, kind: str) -> None:
    with pytest.raises(ParseError) as caught:
        FORMAT.parse(message)
    assert caught.value.kind == kind


@pytest.mark.parametrize("arguments", ["{", "[" * 50_000, '{"a":' * 200 + "1" + "}" * 200, "nothing"])
def test_arguments_that_cannot_be_read_are_bad_json(arguments: str) -> None:
    call: dict[str, Any] = {"function": {"name": "open", "arguments": arguments}}
    with pytest.raises(ParseError, match="The arguments of open are not JSON") as caught:
        FORMAT.parse(json.dumps({"tool_calls": [call]}))
    assert caught.value.kind == "bad_json"


def test_the_tools_travel_with_the_request() -> None:
    assert FORMAT.instructions() == ""

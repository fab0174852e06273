"""The native grammars."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.actions import Action, ParseError, Tool
from agentgym.formats.grammars import BracketGrammar, CommandGrammar

from .parsers import COMMAND, TOOLS

BRACKETS = BracketGrammar(TOOLS)


def test_a_command_is_the_whole_text() -> None:
    grammar = CommandGrammar(COMMAND, description="One command.")
    assert grammar.parse(" go [x]\n") == Action(name="act", arguments={"command": "go [x]"}, text="go [x]")
    assert grammar.render(grammar.parse("look")) == "look" and grammar.describe() == "One command."
    with pytest.raises(ParseError, match=r"The action is empty. One command\."):
        grammar.parse(" \n")


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("search[red shoes]", "search", {"query": "red shoes"}),
        (" search [ a [b] ] ", "search", {"query": "a [b]"}),
        ("search[]", "search", {"query": ""}),
        ('add[{"a": 1, "b": 2}]', "add", {"a": 1, "b": 2}),
        ('open[{"x": [1]}]', "open", {"anything": {"x": [1]}}),
        ("stop[]", "stop", {}),
        ("stop[{}]", "stop", {}),
    ],
)
def test_calls_are_read(text: str, name: str, arguments: dict[str, Any]) -> None:
    action = BRACKETS.parse(text)
    assert (action.name, action.arguments) == (name, arguments)
    assert BRACKETS.parse(BRACKETS.render(action)).arguments == arguments


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("look", "no_action", "Expected one action such as search\\[query\\] or .*; got 'look'"),
        ("search[a", "no_action", "Expected one action"),
        ("serch[a]", "unknown_action", "There is no action 'serch'.* Did you mean 'search'"),
        ("add[x]", "bad_json", "The arguments of add must be JSON"),
        ("open[" + "[" * 50_000 + "]", "bad_json", "more than 100 levels"),
        ('open[["\ud800"]]', "bad_json", "half a surrogate pair"),
        ("add[]", "bad_arguments", "missing: a"),
        ('add[{"a": "1"}]', "bad_arguments", "a must be a JSON integer, got string"),
        ("stop[now]", "bad_json", "The arguments of stop"),
    ],
)
def test_other_texts_are_refused(text: str, kind: str, hint: str) -> None:
    with pytest.raises(ParseError, match=hint) as caught:
        BRACKETS.parse(text)
    assert caught.value.kind == kind


def test_the_forms_are_described() -> None:
    assert BRACKETS.describe().splitlines() == [
        "- search[query]: Search.",
        '- add[{"a": …, "b": …}]: Add.',
        "- open[anything]: Open.",
        "- stop[]: Stop.",
    ]
    with pytest.raises(ParseError, match="this environment has no actions"):
        BracketGrammar(()).parse("x")


def test_one_argument_that_is_no_text_is_json() -> None:
    grammar = BracketGrammar((Tool(name="n", description="", parameters={"n": {"type": "number"}}),))
    assert grammar.parse("n[1.5]")["n"] == 1.5
    assert grammar.render(Action(name="n", arguments={"n": 1.5})) == "n[1.5]"

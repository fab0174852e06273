"""How actions are written in either space."""

from __future__ import annotations

import pytest

from agentgym.actions import ParseError
from agentgym.environments.miniwob.protocol import (
    ELEMENT_TOOLS,
    PAPER_TOOLS,
    ElementGrammar,
    PaperGrammar,
    shown,
)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("clickxpath //button[@id='a']", "clickxpath", "//button[@id='a']"),
        ("CLICKXPATH //a`. Therefore", "clickxpath", "//a"),
        ('`movemouse //a[text()="x y"]`', "movemouse", '//a[text()="x y"]'),
        ("clickoption //option[2]", "clickoption", "//option[2]"),
        ("type hello there", "type", "hello there"),
        ('type "hello"', "type", "hello"),
        ("press ARROWLEFT", "press", "arrowleft"),
    ],
)
def test_the_papers_instructions(text: str, name: str, value: str) -> None:
    grammar = PaperGrammar()
    action = grammar.parse(text)
    assert (action.name, [*action.arguments.values()]) == (name, [value])
    again = grammar.parse(grammar.render(action))
    assert (again.name, again.arguments) == (action.name, action.arguments)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("press tab", "bad_arguments"),
        ("clickxpath", "bad_arguments"),
        ("type a\nb", "bad_arguments"),
        ("click //a", "unknown_action"),
        ("", "no_action"),
        ("``", "no_action"),
    ],
)
def test_what_is_no_instruction(text: str, kind: str) -> None:
    with pytest.raises(ParseError) as error:
        PaperGrammar().parse(text)
    assert error.value.kind == kind and "clickxpath XPATH" in error.value.hint


@pytest.mark.parametrize(
    "text",
    ["click [3]", "hover [3]", "type [3] a [b] c", "select [3] An option", "drag [3] [4]", "press Control+A",
     "scroll down", "scroll up [3]", "wait", "done"],
)  # fmt: skip
def test_element_actions(text: str) -> None:
    grammar = ElementGrammar()
    action = grammar.parse(text)
    assert grammar.render(action) == action.text == text
    tool = next(t for t in ELEMENT_TOOLS if t.name == action.name)
    assert tool.check(dict(action.arguments)) == action.arguments


def test_a_text_may_be_empty_and_have_lines() -> None:
    assert ElementGrammar().parse("type [3]")["text"] == ""
    assert ElementGrammar().parse("type [ 3 ] a\nb")["text"] == "a\nb"


@pytest.mark.parametrize(
    "text", ["click 3", "click [x]", "click [0]", "scroll left", "klick [3]", "", "done now"]
)
def test_what_is_no_element_action(text: str) -> None:
    with pytest.raises(ParseError, match="click \\[3\\]"):
        ElementGrammar().parse(text)


def test_tools_of_the_papers_space() -> None:
    assert [t.name for t in PAPER_TOOLS] == ["clickxpath", "movemouse", "clickoption", "type", "press"]
    press = PAPER_TOOLS[-1]
    with pytest.raises(ParseError):
        press.check({"key": "tab"})


def test_observations() -> None:
    assert shown("<p>", task="Do it.") == "Task: Do it.\n\nPage:\n<p>"
    assert shown("", note="Left out.") == "Left out."

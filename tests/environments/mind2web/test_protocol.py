"""How answers are written and read."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.actions import ParseError
from agentgym.environments.mind2web.protocol import (
    PROFILES,
    ChoiceFormat,
    ElementGrammar,
    ForgivingFormat,
    Mind2WebProfile,
    name_of,
    position_of,
)
from agentgym.formats import NativeFormat


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (
            "Thought: x\nAnswer: C.\nAction: SELECT\nValue: Pickup",
            {"element": "C", "operation": "SELECT", "value": "Pickup"},
        ),
        ("Answer: B", {"element": "B"}),
        ("nothing of the kind", {"element": "A"}),
        ("Answer: G.\nAction: CLICK", {"element": "A", "operation": "CLICK"}),
        ("Answer: D.\nAction: HOVER", {"element": "D"}),
        ("answer: D.", {"element": "A"}),
        ("Answer: B.\nAnswer: C.", {"element": "B"}),
        ("Answer: B.\nAction: TYPE\nValue: a\nValue: b", {"element": "B", "operation": "TYPE", "value": "a"}),
        ("Answer: B.\nAction: TYPE\nValue:", {"element": "B", "operation": "TYPE"}),
        ("Value: x y  \nAction: TYPE\nAnswer: F", {"element": "F", "operation": "TYPE", "value": "x y"}),
    ],
)  # fmt: skip
def test_answers_are_read_as_agentbench_does(text: str, arguments: dict[str, Any]) -> None:
    assert dict(ChoiceFormat().parse(text).arguments) == arguments


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("CLICK [3]", {"element": "3", "operation": "CLICK"}),
        ("TYPE [id=12]  red   hat", {"element": "12", "operation": "TYPE", "value": "red hat"}),
        ("SELECT [0] 2 nights", {"element": "0", "operation": "SELECT", "value": "2 nights"}),
    ],
)
def test_element_actions(text: str, arguments: dict[str, Any]) -> None:
    action = ElementGrammar().parse(text)
    assert dict(action.arguments) == arguments
    assert ElementGrammar().parse(ElementGrammar().render(action)) == action


def test_choices_are_called_by_letters_or_by_their_numbers_on_the_page() -> None:
    assert [name_of("multichoice", i) for i in range(5)] == ["B", "C", "D", "E", "F"]
    assert [name_of("element", i) for i in (0, 12)] == ["0", "12"]
    assert [position_of("multichoice", name, 3) for name in ("B", " c. ", "D", "E", "A", "", "BB", "7")] == [
        0, 1, 2, None, None, None, None, None,
    ]  # fmt: skip
    assert [position_of("element", name, 3) for name in ("0", "2", "3", "-1", "²", "x", "1234567")] == [
        0, 2, None, None, None, None, None,
    ]  # fmt: skip


def test_what_does_not_parse_chooses_nothing_where_it_must_not_end_a_task() -> None:
    strict = NativeFormat(ElementGrammar())
    with pytest.raises(ParseError):
        strict.parse("hm")
    forgiving = ForgivingFormat(strict)
    assert dict(forgiving.parse("hm").arguments) == {"element": "A"} and forgiving.name == "native"
    assert forgiving.parse("CLICK [3]") == strict.parse("CLICK [3]")
    assert forgiving.instructions() == strict.instructions()


def test_a_step_has_so_many_questions_at_most() -> None:
    paper = PROFILES["paper"]
    assert isinstance(paper, Mind2WebProfile)
    assert [paper.questions(n) for n in (1, 5, 10, 50)] == [1, 2, 3, 13]

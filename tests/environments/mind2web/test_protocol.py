"""How answers are written and read."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.environments.mind2web.protocol import ChoiceFormat, ElementGrammar


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

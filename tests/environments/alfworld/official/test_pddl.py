"""Reading PDDL problems."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld.official.pddl import parse
from agentgym.errors import DataError


def test_facts_and_goal_are_read_without_regard_to_case_or_comments() -> None:
    problem = parse(
        "(define ; (not this)\n (:init (= (totalCost) 0) (openable A) (IN a B)) (:goal (and (In a b))))"
    )
    assert problem.facts == {"openable": [("a",)], "in": [("a", "b")]}
    assert problem.goal == ["and", ["in", "a", "b"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(define (:init (a b)", "cut off: 2 parentheses"),
        ("(define))", "closes more parentheses than it opens"),
        ("(define (:init))", "no .:init .* or no .:goal"),
        ("(define (:init) (:goal won))", "no .:init .* or no .:goal"),
    ],
)
def test_damaged_problems_say_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse(text)

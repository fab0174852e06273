"""Each rule of the error categories, by an episode that has it and one that has it not."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.status import Status
from agentgym.trajectory import Episode, Step
from agentgym.trajectory.categories import NAMES, categories


def episode(
    *steps: dict[str, Any], status: str = "completed", functions: bool = False, form: str = "react"
) -> Episode:
    turns = [
        Step(**{"output": f"ACTION: {i}", "action": str(i), "observation": f"seen {i}", **s})
        for i, s in enumerate(steps)
    ]
    return Episode(
        env_id="Test/Game-v0", task_id="t", status=Status(status), reward=0.0, steps=turns, action_format=form,
        calls_functions=functions,
    )  # fmt: skip


def turn(action: str, seen: str = "nothing", **rest: Any) -> dict[str, Any]:
    return {"output": f"THOUGHT: go\nACTION: {action}", "action": action, "observation": seen, **rest}


CASES = [
    ("invalid_format", episode({"parse_error": "no", "parse_error_kind": "no_action"}), True),
    ("invalid_format", episode({}, status="invalid_format"), True),
    ("invalid_format", episode({"parse_error": "no", "parse_error_kind": "unknown_action"}), False),
    ("invalid_action", episode({"parse_error": "no", "parse_error_kind": "unknown_action"}), True),
    ("invalid_action", episode({"mapped_from": "go to dsek 1"}), True),
    ("invalid_action", episode({"refused": True}), True),
    ("invalid_action", episode({}, status="invalid_action"), True),
    ("invalid_action", episode({}, {}), False),
    ("short_term_repetition", episode(turn("look"), turn("look", "else")), True),
    ("short_term_repetition", episode({}, status="repetition"), True),
    ("short_term_repetition", episode(turn("look"), turn("go"), turn("look")), False),
    ("short_term_repetition", episode({"output": ""}, {"output": " "}), False),
    ("long_term_repetition", episode(turn("a"), turn("b"), turn("c"), turn("a"), turn("b")), True),
    ("long_term_repetition", episode(turn("a"), turn("b"), turn("a"), turn("b")), True),
    ("long_term_repetition", episode(turn("a"), turn("b"), turn("c"), turn("a"), turn("b", "something new")), False),
    ("long_term_repetition", episode(turn("a"), turn("a"), turn("a"), turn("a")), False),
    ("long_term_repetition", episode(turn("a"), turn("b"), turn("a")), False),
    ("refusal", episode({"output": "I'm sorry, but I can't browse the web."}), True),
    ("refusal", episode({"output": "As an AI language model, I have no hands."}), True),
    ("refusal", episode({"output": "I apologise for the confusion."}), True),
    ("refusal", episode({"output": "I’m really SORRY, I am not able to do this."}), True),
    ("refusal", episode({}, {"output": "I cannot assist with that request."}), True),
    ("refusal", episode({"output": "I cannot see a mug, so I open the drawer."}), False),
    ("refusal", episode({"output": "I"}, {"output": "cannot help but look around"}), False),
    ("refusal", episode({"output": "The customer is sorry; I can take the mug."}), False),
    ("function_call_error", episode({"parse_error": "x", "parse_error_kind": "bad_arguments"}, form="tools"), True),
    ("function_call_error", episode({"call_error": True}), True),
    ("function_call_error", episode({"observation": "an error was expected"}), False),
    ("function_repetition", episode(turn("f(x)"), turn("g(x)"), turn("f(x)"), functions=True), True),
    ("function_repetition", episode(turn("f(x)"), turn("f(x)"), form="tools"), True),
    ("function_repetition", episode(turn("f(x)"), turn("f(y)"), form="tools"), False),
    ("function_repetition", episode(turn("look"), turn("go"), turn("look")), False),
    ("context_limit", episode({}, status="context_limit"), True),
    ("context_limit", episode({}), False),
    ("task_limit", episode({}, status="task_limit"), True),
    ("task_limit", episode({}, status="time_limit"), True),
    ("task_limit", episode({}), False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "has"), CASES)
def test_a_rule(name: str, subject: Episode, has: bool) -> None:
    assert (name in categories(subject)) is has


def test_every_rule_has_both_cases_and_a_sentence() -> None:
    from agentgym.trajectory.categories import RULES

    assert tuple(RULES) == NAMES
    for name, rule in RULES.items():
        assert {has for n, _, has in CASES if n == name} == {True, False}
        assert rule.__doc__

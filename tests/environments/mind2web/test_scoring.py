"""The measures on hand-made cases, with the traps of the protocol."""

from __future__ import annotations

import pytest

from agentgym.environments.mind2web.official.records import Operation
from agentgym.environments.mind2web.scoring import (
    FAILED,
    UNREACHABLE,
    Prediction,
    StepScore,
    Tally,
    averages,
    operation_f1,
    operation_text,
    score,
    summarize,
)


@pytest.mark.parametrize(
    ("predicted", "target", "expected"),
    [
        ("CLICK ", "CLICK", 1.0),
        ("", "", 1.0),
        ("", "CLICK", 0.0),
        ("TYPE", "", 0.0),
        ("TYPE york new", "TYPE new york", 1.0),  # sets: the order does not count
        ("TYPE new new york", "TYPE new york", 1.0),  # nor do repetitions
        ("TYPE new", "TYPE new york", 0.8),
        ("SELECT new york", "TYPE new york", 2 / 3),
        ("TYPE New York", "TYPE new york", 1 / 3),  # case counts
        ("TYPE a .", "TYPE a", 0.8),  # punctuation is a token like any other
        ("CLICK submit", "CLICK", 2 / 3),  # a value with a click is one too many
    ],
)
def test_operation_f1(predicted: str, target: str, expected: float) -> None:
    assert operation_f1(predicted, target) == pytest.approx(expected)


def test_the_target_of_a_click_has_no_value() -> None:
    assert operation_text(Operation("CLICK", "something", "HOVER")) == "CLICK"
    assert operation_text(Operation("SELECT", "2 nights")) == "SELECT 2 nights"


def test_a_step_needs_element_and_operation() -> None:
    typed = Operation("TYPE", "red lamp")
    right = score(Prediction("7", "TYPE lamp red"), {"7", "8"}, typed)
    assert (right.element_acc, right.operation_f1, right.step_success) == (1.0, 1.0, 1.0)
    value_wrong = score(Prediction("8", "TYPE red"), {"7", "8"}, typed)
    assert (value_wrong.element_acc, value_wrong.step_success) == (1.0, 0.0)
    assert 0 < value_wrong.operation_f1 < 1 and value_wrong.partial == pytest.approx(2 / 3)
    element_wrong = score(Prediction("9", "TYPE red lamp"), {"7"}, typed)
    assert (element_wrong.element_acc, element_wrong.operation_f1, element_wrong.step_success) == (
        0.0,
        1.0,
        0.0,
    )
    nothing = score(None, {"7"}, typed)
    assert (nothing.element_acc, nothing.operation_f1, nothing.reachable) == (0.0, 0.0, True)
    unreachable = score(Prediction("7", "TYPE red lamp"), (), typed)
    assert unreachable.step_success == unreachable.operation_f1 == 0.0 and not unreachable.reachable


def test_micro_macro_and_task_success() -> None:
    short = [Tally("short", 1, 1, 0, 1, 1, 1)]
    long = [Tally("long", 4, 1, 0, 1, 0.5, 0), *[Tally("long", 4, 1, 1, 0, 0, 0)] * 3]
    part = [Tally("part", 3, 1, 0, 1, 1, 1)]  # two of its steps were not played
    made = summarize([*short, *long, *part])
    assert made.micro.element_acc == pytest.approx(3 / 6)
    assert made.macro.element_acc == pytest.approx((1 + 1 / 4 + 1) / 3)
    assert made.macro.operation_f1 == pytest.approx((1 + 0.5 / 4 + 1) / 3)
    assert made.task_success == pytest.approx(1 / 2), (
        "a task that was played in part neither succeeds nor fails"
    )
    assert (made.steps, made.unreachable, made.tasks, made.whole) == (6, 3, 3, 2)
    assert summarize([]).task_success is None and summarize([]).micro.step_success == 0


def test_averages_over_steps() -> None:
    made = averages([StepScore(1.0, 0.5, 0.0, 2 / 3), FAILED, UNREACHABLE, StepScore(1.0, 1.0, 1.0, 1.0)])
    assert made == pytest.approx(
        {
            "element_acc": 0.5,
            "operation_f1": 0.375,
            "step_success": 0.25,
            "partial": 5 / 12,
            "reachable": 0.75,
        }
    )

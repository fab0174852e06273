"""The stop rules of AgentTuning's harness."""

from __future__ import annotations

import pytest

from agentgym.environments.scienceworld.world.stopping import StopRules, failed


@pytest.mark.parametrize(
    ("observation", "expected"),
    [
        ("No known action matches that input.", True),
        ("You can't move something into itself.", True),
        ("It's not clear what you mean.", True),
        ("The door doesn't open.", True),
        ("On the table is: nothing.", True),  # the harness looks for letters
        ("Another one.", True),
        ("You move to the kitchen.", False),
    ],
)
def test_what_counts_as_a_failure(observation: str, expected: bool) -> None:
    assert failed(observation) is expected


def test_ten_failures_in_a_row_are_too_many() -> None:
    rules = StopRules()
    said = ["not"] * 9 + ["fine"] + ["not"] * 10
    assert [rules.too_many_failures(s) for s in said] == [False] * 19 + [True]


def loops(*turns: str) -> list[bool]:
    rules = StopRules()
    return [rules.looping(turn, "seen") for turn in turns]


def test_a_loop_is_five_records_of_exactly_two_kinds() -> None:
    assert loops("a", "b", "a", "b", "a") == [False] * 4 + [True]
    assert loops(*"abcab") == [False] * 5
    assert loops(*"aaaa") == [False] * 3 + [True], "the first look is a record, too"
    assert loops(*"aaaaaa")[4:] == [False, False], "one kind is no loop"

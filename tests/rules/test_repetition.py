"""The repetition rule."""

from __future__ import annotations

from agentgym.rules.repetition import RepetitionRule


def test_it_fires_at_the_fourth_step_at_the_earliest() -> None:
    rule = RepetitionRule(3)
    assert [rule.add("x") for _ in range(5)] == [False, False, False, True, True]
    rule.reset()
    assert [rule.add(t) for t in ("x", "x", "y", "x", "x", "x")] == [False] * 5 + [True]


def test_a_window_of_zero_switches_it_off() -> None:
    rule = RepetitionRule(0)
    assert not any(rule.add("x") for _ in range(9))

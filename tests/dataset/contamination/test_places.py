"""Where a run stands in a text."""

from __future__ import annotations

from agentgym.dataset.contamination.places import merged, places


def test_a_run_is_found_in_any_case_with_any_blanks_and_unknown_words() -> None:
    text = "You see: a Mug 2,\n and a plate. A mug 3, and"
    hits = places(text, ["a", "mug", "…", ",", "and"])
    assert [text[a:b] for a, b in hits] == ["a Mug 2,\n and", "A mug 3, and"]


def test_a_run_may_begin_with_an_unknown_word_and_must_fit() -> None:
    assert places("x y z", ["…", "y"]) == [(0, 3)]
    assert places("y z", ["…", "y"]) == [] and places("x y", ["y", "…"]) == []
    assert places("x", ["…"]) == [] and places("", ["x"]) == []


def test_ranges_that_touch_are_one() -> None:
    assert merged([(5, 7), (0, 2), (2, 3), (6, 9)]) == [(0, 3), (5, 9)]

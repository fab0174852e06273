"""The tournament of the multi-choice view."""

from __future__ import annotations

from agentgym.environments.mind2web.scoring import Prediction
from agentgym.environments.mind2web.world.tournament import Tournament


def test_winners_go_to_the_end_of_the_pool() -> None:
    t = Tournament([f"c{i}" for i in range(10)], 5)
    assert t.group == ["c0", "c1", "c2", "c3", "c4"]
    t.answer("c3", "CLICK")
    assert t.group == ["c5", "c6", "c7", "c8", "c9"]
    t.answer(None)
    assert t.over and t.prediction == Prediction("c3", "CLICK"), "c3 alone is left: nothing is asked any more"
    t = Tournament([f"c{i}" for i in range(10)], 5)
    t.answer("c1", "CLICK")
    t.answer("c9", "TYPE x")
    assert t.group == ["c1", "c9"]
    t.answer(None)
    assert t.over and t.prediction is None, "an emptied pool has no answer, even if one was chosen before"


def test_the_last_answer_counts_even_if_the_survivor_is_another() -> None:
    t = Tournament(["a", "b", "c", "d", "e", "f"], 5)
    t.answer("a", "CLICK")  # pool: f, a
    assert t.group == ["f", "a"]
    t.answer("f", "CLICK")
    assert t.over and t.prediction == Prediction("f", "CLICK")
    t = Tournament(["a", "b", "c", "d", "e", "f"], 5)
    t.answer(None)
    assert t.over and t.pool == ["f"] and t.prediction is None, "f was never asked about"


def test_one_candidate_is_asked_about_in_the_element_mode_only() -> None:
    assert Tournament(["a"], 5).over
    t = Tournament(["a"], 5, least=1)
    assert t.group == ["a"]
    t.answer("a", "CLICK")
    assert t.over and t.prediction == Prediction("a", "CLICK")

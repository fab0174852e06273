"""Metrics of an episode."""

from __future__ import annotations

import pytest

from agentgym.environments.hotpotqa.scoring import reading, score


def test_scores_of_an_answer() -> None:
    assert score("the town of Vilmar", "Vilmar") == {
        "em": 0.0, "f1": pytest.approx(0.5), "precision": pytest.approx(1 / 3), "recall": 1.0,
    }  # fmt: skip
    assert score("", "x")["f1"] == 0.0


def test_what_was_read() -> None:
    assert reading({"A", "C"}, ["A", "B"]) == {"gold_titles": 1.0, "gold_share": 0.5}
    assert reading({"A"}, []) == {}, "the official test files do not say"

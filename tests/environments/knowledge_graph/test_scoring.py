"""Scores of an answer."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.scoring import score


def test_scores() -> None:
    assert score(None, ["a"]) == {"f1": 0.0, "exact_match": 0.0, "executability": 0.0, "success": 0.0}
    assert score([], ["a"])["executability"] == 0.0
    half = score(["a", "b", "c"], ["a", "d"])
    assert half["f1"] == pytest.approx(0.4) and half["exact_match"] == 0.0 and half["executability"] == 1.0
    assert score(["b", "a"], ["a", "b", "a"])["exact_match"] == 1.0


def test_no_answer_is_never_the_right_one() -> None:
    """Where the gold answer is empty, an empty answer matches it; no answer at all does not."""
    assert score(None, []) == {"f1": 0.0, "exact_match": 0.0, "executability": 0.0, "success": 0.0}
    assert score([], []) == {"f1": 0.0, "exact_match": 1.0, "executability": 0.0, "success": 1.0}

"""Scores of short answers."""

from __future__ import annotations

import json

import pytest

from agentgym.tools.answers import exact_match, f1, holds, normalised
from tests.shared_data import shared

GOLDEN = [
    # prediction, gold, exact match, F1
    ("The Louvre.", "louvre", True, 1.0),
    ("an", "the", True, 0.0),  # nothing is left of either: equal, and without a common word
    ("", "Oslo", False, 0.0),
    ("Yes.", "yes", True, 1.0),
    ("yes, both", "yes", False, 0.0),
    ("nobody", "no", False, 0.0),
    ("Queen Victoria", "Victoria", False, 2 / 3),
    ("Victoria Queen", "Queen Victoria", False, 1.0),
    ("ha ha", "ha", False, 2 / 3),
    ("1,250", "1250", True, 1.0),
    ("A.B.C.", "ABC", True, 1.0),
    ("well-known", "well known", False, 0.0),
    ("Dvořák", "Dvorak", False, 0.0),
]


@pytest.mark.parametrize(("prediction", "gold", "same", "overlap"), GOLDEN)
def test_scores(prediction: str, gold: str, same: bool, overlap: float) -> None:
    assert exact_match(prediction, gold) is same
    assert f1(prediction, gold).f1 == pytest.approx(overlap)
    assert f1(gold, prediction).f1 == pytest.approx(overlap), "the overlap has no direction"


def test_the_recorded_vectors() -> None:
    vectors = json.loads(shared("hotpotqa/vectors.json").read_text())["f1"]
    assert len(vectors) == 40
    for v in vectors:
        got = f1(v["prediction"], v["gold"])
        assert normalised(v["prediction"]) == v["normalized_prediction"], v
        assert exact_match(v["prediction"], v["gold"]) == bool(v["em"]), v
        wanted = (v["f1"], v["precision"], v["recall"])
        assert tuple(got) == pytest.approx(wanted, abs=1e-6), v


def test_holds() -> None:
    assert holds("It is in the Saint-Denis quarter.", "the saintdenis")
    assert not holds("Implausible it is.", "plausible") and not holds("anything", "the")

"""BLEU-4 against NLTK, and the fallback built on it."""

from __future__ import annotations

import random

import pytest

from agentgym.rules.bleu import closest, sentence_bleu

# Computed with NLTK 3.10.4.
VECTORS = [
    ("go to shelf 1", "go to the shelf 1", 0.17141814854755813),
    ("go to shelf 1", "shelf 1", 0.08144431026514741),
    ("take pencil 1 from desk 1", "take pencil 1", 0.21179545259066854),
    ("open drawer 1", "i will open drawer 1 now", 0.23376641384792204),
    ("put soapbar 1 in/on toilet 1", "put soapbar 1 in toilet 1", 0.293945703509473),
    ("a b c", "x y z", 0.0),
]


@pytest.mark.parametrize(("reference", "hypothesis", "score"), VECTORS)
def test_bleu_reference_vectors(reference: str, hypothesis: str, score: float) -> None:
    assert sentence_bleu(reference, hypothesis) == pytest.approx(score, abs=1e-15)


def test_bleu_equals_nltk_on_random_text() -> None:
    from nltk.translate.bleu_score import SmoothingFunction
    from nltk.translate.bleu_score import sentence_bleu as theirs

    rng = random.Random(1)
    smoothing = SmoothingFunction().method4
    for _ in range(3000):
        left = [rng.choice("abcdefg") for _ in range(rng.randint(1, 9))]
        right = [rng.choice("abcdefg") for _ in range(rng.randint(1, 9))]
        expected = theirs([left], right, smoothing_function=smoothing)
        assert sentence_bleu(" ".join(left), " ".join(right)) == pytest.approx(expected, abs=1e-12), (
            left,
            right,
        )


def test_the_fallback_takes_the_first_of_the_best() -> None:
    commands = ["go to shelf 1", "go to shelf 2", "open drawer 1"]
    assert closest("go to the shelf", commands, threshold=0.01) == "go to shelf 1"
    assert closest("sing a song", commands, threshold=0.01) is None

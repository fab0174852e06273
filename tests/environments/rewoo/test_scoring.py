"""Scoring without a judge."""

from __future__ import annotations

import csv

import pytest

from agentgym.environments.rewoo import tasks
from agentgym.environments.rewoo.scoring import correct, found, score, shared
from tests.environments.rewoo.playing import problem
from tests.shared_data import shared as shared_file

OPTIONS = ("implausible", "plausible")
VECTORS = [
    ("yesno", "Yes", "Yes.", True),
    ("yesno", "No", "No, it is not.", True),
    ("yesno", "Yes", "It is yes", True),
    ("yesno", "No", "There is no way; no.", True),
    ("yesno", "Yes", "Maybe", False),
    ("yesno", "No", "nope", False),
    ("yesno", "Yes", "Yes or no", True),
    ("yesno", "Yes", "Is it yes or no?", False),
    ("yesno", "No", "", False),
    ("option", "implausible", "The statement is implausible.", True),
    ("option", "plausible", "implausible", False),
    ("option", "implausible", "not plausible", False),
    ("option", "plausible", "plausible or implausible", False),
    ("option", "plausible", "Plausible", True),
    ("option", "plausible", "", False),
    ("number", "56", "Rebecca worked 56 hours.", True),
    ("number", "1050", "$1,050", True),
    ("number", "1050", "1050.00", True),
    ("number", "8", "5 + 3 = 8", True),
    ("number", "56", "56%", True),
    ("number", "1000", "1e3", True),
    ("number", "-4", "It is −4.", True),
    ("number", "4", "-4", False),
    ("number", "1,219,912", "1219912 square km", True),
    ("number", "56", "fifty-six", False),
    ("number", "8", "8 apples and 3 pears", False),
    ("number", "0.75", "3/4", False),
    ("number", "5", "", False),
    ("number", "5", "5.001", False),
    ("number", "5", "5.0000001", True),
    ("quantity", "7187 m", "7187 m", True),
    ("quantity", "7187 m", "about 7.2 km", True),
    ("quantity", "7187 m", "7187", True),
    ("quantity", "7187 m", "7187 s", False),
    ("quantity", "7187 m", "7500 m", False),
    ("quantity", "7187 m", "7187 km", False),
    ("quantity", "0.26 m/s/s", "0.257 m/s^2", True),
    ("quantity", "326 km/hr", "90.6 m/s", True),
    ("quantity", "85 mi", "136.8 km", True),
    ("quantity", "268 N", "The force is 268 newtons at 3 s.", True),
    ("quantity", "118.2 min", "7092 seconds", True),
    ("quantity", "72 kg*m/s", "72 kg·m/s", True),
    ("quantity", "5 J", "", False),
    ("text", "Paris", "The capital is Paris.", True),
    ("text", "New York", "New York City", True),
    ("text", "Paris", "Parisian", False),
    ("text", "New York City", "New York", False),
    ("text", "Paris", "", False),
    ("text", "the the", "a", False),
    ("sentence", "Kevin is 58 while Nancy is 83", "Nancy is 83 and Kevin 58", True),
    ("sentence", "Kevin is 58", "I do not know", False),
    ("text", "Paris", "a " * 39 + "Paris", True),
    ("text", "Paris", "a " * 41 + "Paris", False),
    ("yesno", "Yes", "Yes" + " and no" * 30, False),
    ("sentence", "Kevin is 58", "Kevin 58 " + "x " * 60, False),
    ("number", "8", "1 + 1 = 2. " * 30 + "So it is 8.", True),
]


@pytest.mark.parametrize(("label", "gold", "said", "right"), VECTORS)
def test_vectors(label: str, gold: str, said: str, right: bool) -> None:
    given = problem(label=label, answer=gold, options=OPTIONS)
    assert correct(said, given) is right


def test_aliases() -> None:
    assert correct("Bonn it is", problem(answer="Berlin", aliases=("Bonn",)))
    assert correct("7 km", problem(label="quantity", answer="9000 m", aliases=("7 km",)))


def test_metrics() -> None:
    assert score("in Berlin", problem()) == {
        "acc": 1.0,
        "success": 1.0,
        "em": 0.0,
        "f1": pytest.approx(2 / 3),
    }
    assert score("x", problem(label="sentence", answer="y z"))["approximate"] == 0.0


def test_what_evidence_holds() -> None:
    assert found(["It is in Rome.", "1,200"], ("Rome", "1200", "Oslo")) == pytest.approx(2 / 3)
    assert found([], ()) == 0.0


def test_sentences_of_others_are_refused() -> None:
    with shared_file("rewoo/SOTU_QA.csv").open(encoding="utf-8-sig", newline="") as file:
        answers = [row["answer"] for row in csv.DictReader(file)]
    wrong = [shared(a, b) >= 0.5 for i, a in enumerate(answers) for j, b in enumerate(answers) if i != j]
    assert len(answers) == 74 and sum(wrong) / len(wrong) < 0.01


def test_an_answer_cannot_be_had_by_repeating_the_question_or_saying_everything() -> None:
    problems = [t.data for t in tasks.load(None, "test")]
    for said in (
        lambda p: p.question,
        lambda p: " ".join(map(str, range(999))),
        lambda p: "plausible implausible yes no",
    ):
        right = [p for p in problems if correct(said(p), p) and p.label != "yesno"]
        assert len(right) <= 3, [p.question for p in right]
    assert correct("Aachen? What is the capital of the country of Aachen? It is Berlin", problem())

"""What can be had without reading: baselines that must stay low where a question is to be worth asking.

*Closed book*: yes, the first of two names, or the answer of the most similar training question. *Paragraphs*: the first
paragraphs of the articles that BM25 finds for the whole question, read without fault: the right answer if it stands
there. What is compared stands in the question already, so comparisons are answered as by the closed book.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from agentgym.tools.answers import f1, holds
from agentgym.tools.bm25 import Weights, in_memory
from agentgym.tools.encyclopedia.embedded import library, questions
from agentgym.tools.encyclopedia.questions import Question

_CLOSED = re.compile(r"(?:Do|Does|Is|Are|Were|Was) ")
_TWO = re.compile(r"(?:, |: | )(?:the |Was )?([^,:?]+?) (?:or|and) ")

Baseline = Callable[[Question], str]


def measure(folder: Path, split: str = "test") -> dict[str, dict[str, float]]:
    """Return the mean F1 of each baseline by level."""
    guess = _closed_book(folder)
    baselines: dict[str, Baseline] = {
        "closed book": guess,
        "first paragraph": partial(_read, folder=folder, guess=guess, count=1),
        "first five paragraphs": partial(_read, folder=folder, guess=guess, count=5),
    }
    found: dict[str, dict[str, float]] = {}
    for name, baseline in baselines.items():
        scores: dict[str, list[float]] = defaultdict(list)
        for question in questions(folder, split).values():
            scores[question.level].append(f1(baseline(question), question.answer).f1)
        found[name] = {level: sum(s) / len(s) for level, s in scores.items()}
    return found


def _closed_book(folder: Path) -> Baseline:
    known = list(questions(folder, "train").values())
    index = in_memory([(f"{i:05d}", q.question) for i, q in enumerate(known)], Weights(1.2, 0.75))

    def answer(question: Question) -> str:
        text = question.question
        if _CLOSED.match(text) and " or " not in text:
            return "yes"
        if question.type == "comparison" and (pair := _TWO.search(text)):
            return pair[1]
        similar = index.search(text, 1).documents
        return known[similar[0]].answer if similar else ""

    return answer


def _read(question: Question, *, folder: Path, guess: Baseline, count: int) -> str:
    if question.type == "comparison":
        return guess(question)
    held = library(folder)
    leads = [held[i].lead for i in held.best(question.question, count)]
    return question.answer if any(holds(lead, question.answer) for lead in leads) else guess(question)

"""Scores of short answers, as HotpotQA's official evaluation gives them (``hotpot_evaluate_v1``)."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import NamedTuple

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_CLOSED = frozenset({"yes", "no", "noanswer"})


class F1(NamedTuple):
    """Overlap of the words of an answer and of the right one, each in [0, 1]."""

    f1: float
    precision: float
    recall: float


def normalised(answer: str) -> str:
    """Return an answer in lower case, without ASCII punctuation, without articles, blanks made one.

    >>> normalised("The Beatles, U.S.")
    'beatles us'
    """
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, gold: str) -> bool:
    """Whether two answers are the same after normalisation."""
    return normalised(prediction) == normalised(gold)


def f1(prediction: str, gold: str) -> F1:
    """Return the overlap of two answers; yes, no and noanswer match nothing but themselves."""
    predicted, expected = normalised(prediction), normalised(gold)
    if predicted != expected and (predicted in _CLOSED or expected in _CLOSED):
        return F1(0.0, 0.0, 0.0)
    a, b = predicted.split(), expected.split()
    common = sum((Counter(a) & Counter(b)).values())
    if not common:
        return F1(0.0, 0.0, 0.0)
    precision, recall = common / len(a), common / len(b)
    return F1(2 * precision * recall / (precision + recall), precision, recall)


def holds(text: str, answer: str) -> bool:
    """Whether the words of an answer stand in a text one after the other; an empty answer stands nowhere."""
    wanted = normalised(answer)
    return bool(wanted) and f" {wanted} " in f" {normalised(text)} "

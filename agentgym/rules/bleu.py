"""BLEU-4 with smoothing method 4, and the fallback built on it.

An output that is not admissible is mapped to the admissible command with the highest sentence BLEU, if that
is above a threshold (AgentBench's ALFWorld task, ``process_action``: NLTK ``sentence_bleu`` with
``SmoothingFunction().method4`` over whitespace tokens, threshold 0.01). Implemented here because the rule is
part of published scores and NLTK's own costs 60 µs a pair and a second to import; a test holds the two
together on random text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

ORDER = 4
"""Highest n-gram order; the weights are uniform."""
_SMOOTHING_K = 5.0


def sentence_bleu(reference: str, hypothesis: str) -> float:
    """Return NLTK's ``sentence_bleu([reference.split()], hypothesis.split(), smoothing_function=method4)``.

    >>> round(sentence_bleu("go to shelf 1", "go to the shelf 1"), 6)
    0.171418
    """
    return _bleu(_profile(reference), hypothesis.split())


def closest(hypothesis: str, candidates: Sequence[str], *, threshold: float) -> str | None:
    """Return the candidate with the highest BLEU against ``hypothesis``, or ``None`` below ``threshold``.

    Ties go to the first, as numpy's argmax decides upstream, so the order of ``candidates`` matters.
    """
    tokens = hypothesis.split()
    grams = _counts(tokens)
    best, best_score = None, threshold
    for candidate in candidates:
        score = _bleu(_profile(candidate), tokens, grams)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _counts(tokens: Sequence[str]) -> list[Counter[tuple[str, ...]]]:
    return [
        Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)) for n in range(1, ORDER + 1)
    ]


@lru_cache(1 << 14)  # the same few commands are candidates again and again
def _profile(text: str) -> tuple[int, list[Counter[tuple[str, ...]]]]:
    tokens = text.split()
    return len(tokens), _counts(tokens)


def _bleu(
    reference: tuple[int, list[Counter[tuple[str, ...]]]],
    hypothesis: Sequence[str],
    grams: list[Counter[tuple[str, ...]]] | None = None,
) -> float:
    reference_length, reference_grams = reference
    length = len(hypothesis)
    if not length or not reference_length:
        return 0.0
    own = grams if grams is not None else _counts(hypothesis)
    matches = [
        sum(min(c, other[g]) for g, c in mine.items())
        for mine, other in zip(own, reference_grams, strict=True)
    ]
    if not matches[0]:
        return 0.0
    # Method 4 gives the k-th empty order 1 / (2^k * 5 / ln(length)), so that longer texts are smoothed less.
    log_precision, empty = 0.0, 0
    for order, count in enumerate(matches, start=1):
        denominator = max(1, length - order + 1)
        numerator = float(count)
        if not count:
            if length == 1:  # ln(1) = 0: NLTK leaves the order at 0 and then skips it
                continue
            empty += 1
            numerator = math.log(length) / (2**empty * _SMOOTHING_K)
        log_precision += math.log(numerator / denominator) / ORDER
    penalty = 1.0 if length > reference_length else math.exp(1 - reference_length / length)
    return penalty * math.exp(log_precision)

"""The two rules, word for word: every position against every position."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Texts = Sequence[Sequence[str]]
Marks = list[list[bool]]
Naive = Callable[[Texts, Texts], Marks]
N, K = 10, 4


def window(test: Texts, train: Texts) -> Marks:
    """Mark the runs of ten tokens that the training texts have with at most four mismatches."""
    marks = [[False] * len(t) for t in test]
    for text, mark in zip(test, marks, strict=True):
        for i in range(len(text) - N + 1):
            if any(
                sum(x != y for x, y in zip(text[i : i + N], other[j : j + N], strict=True)) <= K
                for other in train
                for j in range(len(other) - N + 1)
            ):
                mark[i : i + N] = [True] * N
    return marks


def seed(test: Texts, train: Texts) -> Marks:
    """Mark the equal runs of ten tokens, each with what follows while at most four tokens differ."""
    marks = [[False] * len(t) for t in test]
    for text, mark in zip(test, marks, strict=True):
        for i in range(len(text) - N + 1):
            for other in train:
                for j in range(len(other) - N + 1):
                    if text[i : i + N] == other[j : j + N]:
                        end = _reach(text[i:], other[j:])
                        mark[i : i + end] = [True] * end
    return marks


def _reach(text: Sequence[str], other: Sequence[str]) -> int:
    end, differ = 0, 0
    for i, (x, y) in enumerate(zip(text, other, strict=False)):
        if x == y:
            end = i + 1
        else:
            differ += 1
        if differ > K:
            break
    return end

"""Whether a task is nearly one that is known: ROUGE-L between their words (Self-Instruct, Wang et al. 2022)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+")


def rouge_l(first: str, second: str) -> float:
    """Return the F-measure of ROUGE-L of two texts: their longest common subsequence of words, by their lengths.

    >>> rouge_l("count the red birds", "count the blue birds")
    0.75
    """
    return float(Indel.normalized_similarity(_words(first), _words(second)))


class Near(NamedTuple):
    """A known text that another is nearly the same as."""

    name: str
    text: str
    similarity: float


class Known:
    """Texts that are known by name.

    Args:
        threshold: ROUGE-L from which on a text is nearly a known one (Self-Instruct takes 0.7).
    """

    def __init__(self, threshold: float, texts: Iterable[tuple[str, str]] = ()) -> None:
        self.threshold = threshold
        self._texts: list[tuple[str, str, list[str]]] = []
        for name, text in texts:
            self.add(name, text)

    def add(self, name: str, text: str) -> None:
        """Remember a text."""
        self._texts.append((name, text, _words(text)))

    def nearest(self, text: str) -> Near | None:
        """Return the known text that is most like another, if it is like enough."""
        words = _words(text)
        best: Near | None = None
        for name, known, its in self._texts:
            found = Indel.normalized_similarity(words, its, score_cutoff=self.threshold)
            if found >= self.threshold and (best is None or found > best.similarity):
                best = Near(name, known, float(found))
        return best


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

"""Libraries: where a term leads to an article, or to the titles of similar ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from agentgym.tools.encyclopedia.articles import Article

if TYPE_CHECKING:
    from agentgym.tools.bm25 import Index

Match = Literal["title", "fuzzy", "suggest"]
"""How an article is found where no title is the term: not at all, by similar spelling as well, or BM25's best."""
MATCHES: tuple[Match, ...] = ("title", "fuzzy", "suggest")

_SIMILAR = 5
_AMBIGUOUS = 10
_CLOSE, _AHEAD = 90.0, 5.0
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_WORD = re.compile(r"[\W_]+")


class TermError(Exception):
    """A term that cannot be looked for at all."""


class Finder(Protocol):
    """What a reader searches in."""

    def look(self, term: str) -> Article | list[str]:
        """Return the article that a term leads to, else titles of similar ones.

        Raises:
            TermError: the term cannot be looked for.
            EnvironmentFailure: the library cannot be reached.
        """
        ...


class Library:
    """Articles in this process.

    A term leads to the article with exactly this title; else to the only one whose title is the same after
    :func:`folded`. Where several are, those are the similar ones, else BM25's best (title twice, and text).

    Args:
        titles: titles, in order; of equal ones the first counts.
        read: returns the article at a position.
        match: see :data:`Match`.
        index: folder that keeps the search index; in memory where there is none.
    """

    def __init__(
        self,
        titles: Sequence[str],
        read: Callable[[int], Article],
        *,
        match: Match = "title",
        index: Path | None = None,
    ) -> None:
        self.titles = titles
        self.match: Match = match
        self._read = read
        self._folder = index
        self._exact = {title: i for i, title in reversed(list(enumerate(titles)))}

    @classmethod
    def of(cls, articles: Iterable[Article], *, match: Match = "title", index: Path | None = None) -> Library:
        """Return a library of articles."""
        held = list(articles)
        return cls([a.title for a in held], held.__getitem__, match=match, index=index)

    def look(self, term: str) -> Article | list[str]:
        """Return the article that a term leads to, else titles of similar ones."""
        position = self._exact.get(term)
        if position is not None:
            return self._read(position)
        alike = self._folded.get(folded(term), [])
        if len(alike) == 1:
            return self._read(alike[0])
        if alike:
            return [self.titles[i] for i in alike[:_AMBIGUOUS]]
        if self.match == "fuzzy" and (close := self._close(term)) is not None:
            return self._read(close)
        similar = self.best(term, _SIMILAR)
        if self.match == "suggest" and similar:
            return self._read(similar[0])
        return [self.titles[i] for i in similar]

    def best(self, query: str, count: int) -> list[int]:
        """Return the positions of the articles that BM25 finds for a query, best first."""
        return self._index.search(query, count).documents

    def __getitem__(self, position: int) -> Article:
        """Return the article at a position."""
        return self._read(position)

    def __len__(self) -> int:
        return len(self.titles)

    def _close(self, term: str) -> int | None:
        from rapidfuzz import fuzz, process

        found = process.extract(term, self.titles, scorer=fuzz.token_set_ratio, limit=2)
        ahead = len(found) == 1 or (len(found) == 2 and found[0][1] - found[1][1] >= _AHEAD)
        return int(found[0][2]) if ahead and found[0][1] >= _CLOSE else None

    @cached_property
    def _folded(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for title, position in reversed(self._exact.items()):
            found.setdefault(folded(title), []).append(position)
        return found

    @cached_property
    def _index(self) -> Index:
        # Imported late: the stemmer's package takes longer to import than all else here, and few searches need it.
        from agentgym.tools.bm25 import Weights, in_memory, open_or_build

        weights = Weights(1.5, 0.75)
        if self._folder is None:
            return in_memory(self._documents(), weights)
        return open_or_build(self._folder, self._documents, weights)

    def _documents(self) -> Iterable[tuple[str, str]]:
        for position, title in enumerate(self.titles):
            yield f"{position:08d}", f"{title} {title} {' '.join(self._read(position).blocks())}"


def folded(title: str) -> str:
    """Return a title without case, accents, punctuation and a bracket at its end.

    >>> folded("São Paulo (city)")
    'sao paulo'
    """
    plain = unicodedata.normalize("NFKD", _BRACKET.sub("", title).casefold())
    return _WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()

"""Questions about the generated encyclopedia, with the way to their answers."""

from __future__ import annotations

import msgspec


class Hop(msgspec.Struct, frozen=True, array_like=True):
    """One step to an answer: a fact of an article.

    Attributes:
        search: what is searched for: a title, or a name that several articles share.
        keyword: what the fact is looked up by; empty where the first paragraph tells it.
        sentence: position of its sentence in the article; -1 where the search only finds similar titles.
        asks: the question that the fact answers.
        finds: its answer, as it stands in the sentence.
        uses: position of the hop whose finding is searched for; -1 where the name stands in the question.
    """

    search: str
    keyword: str
    sentence: int
    asks: str
    finds: str
    uses: int = -1


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question.

    Attributes:
        id: split and number.
        level: easy, medium or hard.
        type: bridge or comparison.
        form: the template that it was made from.
        question: its text.
        answer: its answer.
        hops: the way to it.
    """

    id: str
    level: str
    type: str
    form: str
    question: str
    answer: str
    hops: tuple[Hop, ...]

    @property
    def facts(self) -> list[tuple[str, int]]:
        """Titles and positions of the sentences that the answer follows from."""
        return [(h.search, h.sentence) for h in self.hops if h.sentence >= 0]

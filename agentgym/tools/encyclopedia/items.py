"""One question, with what there is to read for it."""

from __future__ import annotations

import msgspec

from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.questions import Hop


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A question of HotpotQA.

    Attributes:
        question: its text.
        answer: its answer; ``None`` in the official test files.
        level: easy, medium or hard; empty where the file has none.
        type: bridge or comparison; empty where the file has none.
        facts: titles and positions of the supporting sentences.
        context: the item's own paragraphs; empty for questions about a whole encyclopedia.
        hops: the way to the answer, where it is known.
    """

    question: str
    answer: str | None = None
    level: str = ""
    type: str = ""
    facts: tuple[tuple[str, int], ...] = ()
    context: tuple[Article, ...] = ()
    hops: tuple[Hop, ...] = ()

    @property
    def gold_titles(self) -> list[str]:
        """Titles of the articles that the answer follows from, in order, each once."""
        return list(dict.fromkeys(title for title, _ in self.facts))

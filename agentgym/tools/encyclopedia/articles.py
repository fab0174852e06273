"""An article: a title and paragraphs of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec


class Article(msgspec.Struct, frozen=True, array_like=True):
    """An article.

    Attributes:
        title: its title.
        paragraphs: each a sequence of sentences with the space before them, so that they are joined by nothing.
    """

    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def lead(self) -> str:
        """The first paragraph."""
        return "".join(self.paragraphs[0]) if self.paragraphs else ""

    @property
    def text(self) -> str:
        """The whole text, a blank line between paragraphs."""
        return "\n\n".join(self.blocks())

    def blocks(self) -> list[str]:
        """Return the paragraphs as texts."""
        return ["".join(p) for p in self.paragraphs]

    def sentences(self) -> Iterator[str]:
        """Yield all sentences, in order, as they are kept."""
        for paragraph in self.paragraphs:
            yield from paragraph


_END = re.compile(r"""(?<=[.!?])["'”’)\]]*(?=\s+["'“‘(\[]?[A-Z0-9])|\n+""")
_NO_END = re.compile(
    r"(?:\b(?:[A-Z]|St|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|vs|No|Gen|Col|Lt|Capt|Rev|c|ca|cf|approx))\.$"
)


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences that are joined by nothing; initials and common abbreviations end none.

    >>> split_sentences("J. Smith lived. He died.")
    ('J. Smith lived.', ' He died.')
    """
    found, begin = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if end <= begin or (
            match[0].strip() == "" and "\n" not in match[0] and _NO_END.search(text[begin:end])
        ):
            continue
        found.append(text[begin:end])
        begin = end
    if begin < len(text):
        found.append(text[begin:])
    return tuple(found)


def article_of(title: str, text: str) -> Article:
    """Return an article from plain text, a blank line between its paragraphs."""
    blocks = [b for b in re.split(r"\n\s*\n", text.strip("\n")) if b.strip()]
    return Article(title=title, paragraphs=tuple(split_sentences(b) for b in blocks))

"""Documents that are searched: cut into pieces, of which BM25 finds the best."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentgym.tools.bm25 import Index

LONGEST = 1_000
"""Characters of a piece."""
_SEPARATORS = ("\n\n", "\n", " ", "")


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """Cut a text where a paragraph, a line or a word ends, into pieces that are as long as they may be.

    What langchain's recursive splitter does without overlap: parts, each with the separator before it, are joined again
    up to the length, and a part that is itself too long is cut at the next finer separator.
    """
    return _cut(text, longest, _SEPARATORS)


def _cut(text: str, longest: int, separators: tuple[str, ...]) -> list[str]:
    separator = next(s for s in separators if not s or s in text)
    finer = separators[separators.index(separator) + 1 :]
    first, *others = text.split(separator) if separator else (list(text) or [""])
    found: list[str] = []
    held: list[str] = []
    for part in (first, *(separator + other for other in others)):
        if len(part) < longest or not finer:
            held.append(part)
            continue
        found += _joined(held, longest)
        held = []
        found += _cut(part, longest, finer)
    return found + _joined(held, longest)


def _joined(parts: list[str], longest: int) -> list[str]:
    found: list[str] = []
    held: list[str] = []
    size = 0
    for part in parts:
        if held and size + len(part) > longest:
            found.append("".join(held).strip())
            held, size = [], 0
        held.append(part)
        size += len(part)
    found.append("".join(held).strip())
    return [piece for piece in found if piece]


class Document:
    """A document.

    Args:
        text: its text.
    """

    def __init__(self, text: str) -> None:
        self.pieces = pieces(text)

    def best(self, query: str) -> str:
        """Return the piece that BM25 finds first, ``""`` for none."""
        found = self._index.search(query, 1).documents
        return self.pieces[found[0]] if found else ""

    @cached_property
    def _index(self) -> Index:
        from agentgym.tools.bm25 import Weights, in_memory  # late: see agentgym.tools.encyclopedia.library

        return in_memory([(f"{i:05d}", piece) for i, piece in enumerate(self.pieces)], Weights(1.5, 0.75))

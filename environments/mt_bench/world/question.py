"""One question of two turns."""

from __future__ import annotations

import msgspec

REFERENCED = frozenset({"math", "reasoning", "coding"})
"""Categories that are judged with a reference answer beside the answer."""


class Question(msgspec.Struct, frozen=True):
    """A question.

    Attributes:
        category: one of MT-Bench's eight (``writing``, ``math`` …).
        turns: the user's messages.
        reference: an answer to each turn that is right; empty where there is none.
    """

    category: str
    turns: tuple[str, ...]
    reference: tuple[str, ...] = ()

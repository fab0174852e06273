"""What a masker returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TokenisedRow:
    """A conversation as token ids, and which of them are trained.

    Attributes:
        ids: token ids of the whole conversation.
        mask: for each of them, whether it is a target of training; at least one is.
        sampled: the ids are those that were sampled and logged; else the conversation was rendered and tokenised.
    """

    ids: list[int]
    mask: list[bool]
    sampled: bool = False

    @property
    def trained(self) -> int:
        """How many tokens are trained."""
        return sum(self.mask)

    def labels(self, ignored: int = -100) -> list[int]:
        """Return the ids with ``ignored`` in the place of those that are not trained."""
        return [i if m else ignored for i, m in zip(self.ids, self.mask, strict=True)]

"""One question with its choices."""

from __future__ import annotations

import msgspec

from agentgym.errors import DataError

LETTERS = "ABCD"


class Question(msgspec.Struct, frozen=True):
    """A multiple-choice question.

    Attributes:
        subject: as in the names of the official files (``abstract_algebra``).
        text: the question.
        choices: the four choices.
        answer: position of the right one.

    Raises:
        DataError: not four choices, or no such position.
    """

    subject: str
    text: str
    choices: tuple[str, ...]
    answer: int

    def __post_init__(self) -> None:
        if len(self.choices) != len(LETTERS) or not 0 <= self.answer < len(LETTERS):
            raise DataError(
                f"A question has {len(LETTERS)} choices and one of them is right; got {len(self.choices)} choices and "
                f"answer {self.answer}: {self.text[:60]!r}"
            )

    @property
    def letter(self) -> str:
        """Letter of the right choice."""
        return LETTERS[self.answer]

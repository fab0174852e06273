"""One word problem: a question, its worked answer, and the number that it ends with."""

from __future__ import annotations

import re

import msgspec

from agentgym.errors import DataError

_ANNOTATION = re.compile(r"<<[^<>]*>>")
_MARK = "#### "


class Problem(msgspec.Struct, frozen=True):
    """A problem in the form of GSM8K's files.

    Attributes:
        question: the text.
        answer: the worked answer; calculations stand annotated in it (``3*4=<<3*4=12>>12``), and the last line is
            ``#### `` and the number.
    """

    question: str
    answer: str

    @property
    def rationale(self) -> str:
        """The worked answer without annotations and without its last line."""
        return _ANNOTATION.sub("", self.answer.rpartition(_MARK)[0]).strip()

    @property
    def result(self) -> str:
        """The number, without the commas of thousands.

        Raises:
            DataError: there is none behind the mark.
        """
        _, mark, number = self.answer.rpartition(_MARK)
        if not mark or not number.strip():
            raise DataError(f"The answer of {self.question[:60]!r} has no last line of the form '#### 12'.")
        return number.strip().replace(",", "")

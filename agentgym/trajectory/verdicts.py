"""Verdicts: what a judge was asked and what it said, word for word, in ``verdicts.jsonl`` beside the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from agentgym.errors import DataError
from agentgym.messages import Message
from agentgym.policy import Usage
from agentgym.trajectory.files import VERDICTS, lines
from agentgym.trajectory.scores import append_line


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One verdict.

    Attributes:
        key: key of the episode.
        question: which question about it.
        repeat: number of the repetition.
        by: label of the policy that judged.
        by_id: hash of its identity.
        version: version of the judge's questions.
        against: key of the other episode, in a comparison.
        asked: what the policy was shown.
        text: what it said; its reading is :attr:`value`, ``None`` where it cannot be read: that is no score.
        value: the rating; in a comparison 1 for this episode, 0 for the other, 0.5 for a tie.
        usage, cost: of the call.
        made: when.
    """

    key: str
    question: str
    repeat: int
    by: str
    by_id: str
    text: str
    value: float | None
    version: str = ""
    against: str = ""
    asked: list[Message] = []
    usage: Usage | None = None
    cost: float | None = None
    made: float = 0.0

    @property
    def about(self) -> tuple[str, str, str, int, str, str]:
        """What a later verdict with the same replaces."""
        return self.key, self.against, self.question, self.repeat, self.by_id, self.version


def read_verdicts(folder: Path) -> Iterator[Verdict]:
    """Yield the verdicts of one run folder, in the order they were given.

    Raises:
        DataError: a line is no verdict.
    """
    path = folder / VERDICTS
    if not path.is_file():
        return
    for raw in lines(path):
        try:
            yield msgspec.json.decode(raw, type=Verdict)
        except msgspec.ValidationError as error:
            raise DataError(f"{path}: a line is no verdict: {error}. It begins: {raw[:120]!r}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # Torn: the process died while it was written; it is asked for again.


def add_verdict(folder: Path, verdict: Verdict) -> None:
    """Write a verdict down.

    Raises:
        LogError: it cannot be written.
    """
    append_line(folder / VERDICTS, verdict)

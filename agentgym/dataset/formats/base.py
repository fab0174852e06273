"""What a format is: one line for a row, one row for a line."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, NamedTuple

import msgspec

from agentgym.dataset.row import Certificate, Row, Source
from agentgym.errors import DataError

EXTRA = "agentgym"
"""Field of a line for what the format has no place for."""


class Damage(NamedTuple):
    """Why a row is worth no training: it was cut, or has no answer."""

    row: str
    what: str


class Format(ABC):
    """A format of conversations, as lines of JSON."""

    name: ClassVar[str]
    lost: ClassVar[str]
    """What a reader who does not know :data:`EXTRA` does not see."""

    @abstractmethod
    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a line.

        Raises:
            DataError: the format cannot carry it.
        """

    @abstractmethod
    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a line as a row.

        Args:
            line: the line.
            number: of the line, for an id where it has none.

        Raises:
            DataError: it is no line of the format.
        """


def extra(row: Row, **more: Any) -> dict[str, Any]:
    """Return where a row comes from and what proves it, as what stands in :data:`EXTRA`; empty if there is nothing."""
    found = {"source": row.source, "certificate": row.certificate, **more}
    kept: dict[str, Any] = msgspec.to_builtins({k: v for k, v in found.items() if v})
    return kept


def with_extra(row: Row, line: dict[str, Any]) -> Row:
    """Return the row with what :data:`EXTRA` says of it.

    Raises:
        DataError: the field says something else.
    """
    more = line.get(EXTRA) or {}
    try:
        row.source = msgspec.convert(more.get("source"), Source | None)
        row.certificate = msgspec.convert(more.get("certificate"), Certificate | None)
    except (msgspec.ValidationError, AttributeError) as error:
        raise DataError(f"the field {EXTRA!r} is not ours: {error}") from None
    return row


def damage(row: Row) -> Damage | None:
    """Return what is wrong with a row as training data; ``None`` if nothing is."""
    if not row.messages:
        return Damage(row.id, "empty")
    last = row.messages[-1]
    if last["role"] != "assistant":
        return Damage(row.id, "no answer at the end")
    if not last["content"].strip() and not last.get("tool_calls"):
        return Damage(row.id, "an empty answer at the end")
    if any(m["content"].rstrip().endswith(("…", "...")) for m in row.trained):
        return Damage(row.id, "an answer cut with an ellipsis")
    return None

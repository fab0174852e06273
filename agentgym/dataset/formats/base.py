"""What a format is: one line for a row, one row for a line, and files of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from agentgym.dataset.files import encode
from agentgym.dataset.formats.lines import objects
from agentgym.dataset.formats.whole import whole_file
from agentgym.dataset.row import Certificate, Row, Sampled, Source
from agentgym.errors import DataError, OptionError

EXTRA = "agentgym"
"""Field of a line for what the format has no place for."""


class Format(ABC):
    """A format of conversations; lines of JSON, unless a format says otherwise."""

    name: ClassVar[str]
    lost: ClassVar[str]
    """What a reader who does not know our extension does not see."""
    fields: ClassVar[frozenset[str]]
    """Fields that a line may have."""
    folder: ClassVar[bool] = False
    """It is a folder, not a file."""
    heading: ClassVar[str] = ""
    """What the card begins with, for the Hub and for ``datasets``."""

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

    def check(self, path: Path) -> None:
        """Check, before anything long is done, what would end an export at a path.

        Raises:
            AgentGymError: something is missing, or something else is at the place.
        """
        if path.is_dir() and not self.folder:
            raise OptionError(f"{path} is a folder; the format {self.name} is a file.")

    def facts(self, path: Path) -> list[str]:
        """Return what the card of an export says of it beside its name, as sentences."""
        return []

    def save(self, rows: Iterable[Row], path: Path) -> int:
        """Write rows; what is at the path appears whole or not at all.

        Returns:
            how many there are.

        Raises:
            DataError: the format cannot carry a row.
            LogError: it cannot be written.
        """
        count = 0
        with whole_file(path) as beside, beside.open("wb") as file:
            for row in rows:
                file.write(encode(self.write(row)))
                count += 1
        return count

    def load(self, path: Path, ignored: frozenset[str] = frozenset()) -> Iterator[Row]:
        """Iterate the rows of a file (lines of JSON, one JSON list, or parquet) or of all such files of a folder.

        Args:
            path: the file or folder.
            ignored: fields of a line that are passed over.

        Raises:
            DataError: a line is torn, or none of the format; the message names it.
        """
        for line in objects(path):
            try:
                unknown = line.value.keys() - self.fields - ignored
                if unknown:
                    raise DataError(_unknown(unknown, self.fields, line.value))
                yield self.read({k: v for k, v in line.value.items() if k not in ignored}, line.number)
            except DataError as error:
                raise DataError(f"{line.place} is no {self.name}: {error}.") from None


def extra(row: Row, **more: Any) -> dict[str, Any]:
    """Return where a row comes from and what proves it, as what stands in :data:`EXTRA`; empty if there is nothing."""
    found = {"source": row.source, "certificate": row.certificate, "tokens": row.tokens, **more}
    kept: dict[str, Any] = msgspec.to_builtins({k: v for k, v in found.items() if v})
    return kept


def with_extra(row: Row, line: Mapping[str, Any]) -> Row:
    """Return the row with what :data:`EXTRA` says of it.

    Raises:
        DataError: the field says something else.
    """
    more = line.get(EXTRA) or {}
    try:
        row.source = msgspec.convert(more.get("source"), Source | None)
        row.certificate = msgspec.convert(more.get("certificate"), Certificate | None)
        row.tokens = msgspec.convert(more.get("tokens"), Sampled | None)
    except (msgspec.ValidationError, AttributeError) as error:
        raise DataError(f"the field {EXTRA!r} is not ours: {error}") from None
    return row


def _unknown(unknown: set[str], known: frozenset[str], line: Mapping[str, Any]) -> str:
    likely = looks_like(line)
    return (
        f"there are fields {', '.join(sorted(unknown))} that it does not know (known: {', '.join(sorted(known))})"
        + (f"; it looks like {likely}" if likely else "; --ignore FIELD passes over one")
    )


def looks_like(line: Mapping[str, Any]) -> str:
    """Return the format that a line seems to be of, by its fields; empty if it seems to be of none."""
    kinds = {
        "conversations": "sharegpt or agentinstruct", "steps": "atif", "content": "adp", "input_ids": "tokens",
        "messages": "openai",
    }  # fmt: skip
    return next((kind for field, kind in kinds.items() if field in line), "")

"""Fixed panels: the tasks of an environment that a suite plays, by name, in a file of their own with a hash.

A count of tasks means others when a data set grows; a panel means the same ones for ever, or says that it does not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from agentgym.errors import DataError


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tasks that are played.

    Attributes:
        file: ids of tasks, one a line, in the order in which they are played; ``#`` begins a comment line. Relative to
            the suite's own file.
        hash: of the ids (:func:`hash_of`); the suite is refused where the file has others.
        ids: what is in the file.
    """

    file: str
    hash: str
    ids: list[str] = []

    def read(self, folder: Path) -> Panel:
        """Return the panel with its ids.

        Args:
            folder: where the suite's file is.

        Raises:
            DataError: the file cannot be read, is empty, names a task twice, or has other ids than the hash is of.
        """
        path = folder / self.file
        try:
            lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(
                f"The panel {path} cannot be read: {error}. It is a text file with the id of a task a line."
            ) from None
        ids = [line for line in lines if line and not line.startswith("#")]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if not ids or twice is not None:
            raise DataError(
                f"The panel {path} " + (f"names {twice} twice." if twice is not None else "names no task.")
            )
        found = hash_of(ids)
        if found != self.hash:
            raise DataError(
                f"The panel {path} has other tasks than the suite means: the hash of its {len(ids)} ids is {found}, "
                f"the suite says {self.hash or 'nothing'}. Get the file that belongs to the suite, or write hash = "
                f'"{found}" for a panel of your own.'
            )
        return msgspec.structs.replace(self, ids=ids)


def hash_of(ids: list[str]) -> str:
    """Return sixteen hex digits over the ids of tasks, in their order."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]

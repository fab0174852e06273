"""Reading logs: ``agentgym.trajectory.read(folder)`` iterates typed episodes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from agentgym.errors import DataError
from agentgym.status import Ending
from agentgym.trajectory.codec import TornLine, decode
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.files import EPISODES, FAILURES, episode_files, lines


def read(folder: str | PathLike[str], *, failures: bool = False) -> Iterator[Episode]:
    """Iterate the episodes below ``folder`` (or of one file), in the order they were written.

    Args:
        folder: a run folder, a folder of run folders, or one log file.
        failures: also yield the episodes of the sidecar that no later attempt has mended.

    Raises:
        DataError: there is no log at ``folder``, or a line is no episode.
    """
    path = Path(folder)
    files = [path] if path.is_file() else episode_files(path, failures=failures)
    if not files:
        raise DataError(
            f"No episodes at {str(path)!r}: expected a folder with {EPISODES} in it or below. "
            "`agentgym rollout … --out DIR` writes one."
        )
    return _read(files)


def _read(files: list[Path]) -> Iterator[Episode]:
    mended = _ended_well(files) if any(f.name == FAILURES for f in files) else set()
    for file in files:
        for episode in read_file(file):
            if not (episode.ending is Ending.FAILED and episode.key in mended):
                yield episode


def read_file(file: Path) -> Iterator[Episode]:
    """Iterate the episodes of one file; torn lines are passed over, and said where they are not the last."""
    torn = 0
    for line in lines(file):
        if torn:
            warnings.warn(
                f"{file}: passed over a torn line (the process died while writing it).", stacklevel=2
            )
            torn = 0
        try:
            yield decode(line)
        except TornLine:
            torn += 1


def _ended_well(files: list[Path]) -> set[str]:
    return {e.key for f in files if f.name != FAILURES for e in read_file(f)}

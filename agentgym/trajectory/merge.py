"""Merging logs: several folders into one, each episode once."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from agentgym.status import Ending
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.reader import read
from agentgym.trajectory.scores import copy_scores
from agentgym.trajectory.writer import LogWriter


def merge(folders: Sequence[str | PathLike[str]], out: str | PathLike[str]) -> int:
    """Write the episodes of ``folders`` to ``out``, each key once, the first in order; return how many.

    An episode that ended well takes the place of a failed one of the same key. Later scores come along.
    """
    written: set[str] = set()
    failed: dict[str, Episode] = {}
    with LogWriter(Path(out), call={"merged": [str(f) for f in folders]}) as log:
        for folder in folders:
            copy_scores(Path(folder), Path(out))
            for episode in read(folder, failures=True):
                if episode.ending is Ending.FAILED:
                    failed.setdefault(episode.key, episode)
                elif episode.key not in written:
                    written.add(episode.key)
                    log.write(episode)
        for key, episode in failed.items():
            if key not in written:
                log.write(episode)
    return len(written)

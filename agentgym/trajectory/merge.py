"""Merging logs: several folders into one, each episode once."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from agentgym.status import Ending
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.index import index
from agentgym.trajectory.reader import read
from agentgym.trajectory.scores import copy_scores
from agentgym.trajectory.writer import LogWriter


def merge(folders: Sequence[str | PathLike[str]], out: str | PathLike[str]) -> int:
    """Write the episodes of ``folders`` to ``out``, each key once, the first in order; return how many ended well.

    An episode that ended well takes the place of a failed one of the same key. Later scores come along. What ``out``
    has already is not written again, so that a merge which was ended half-way is repeated, and ``out`` may lie below
    one of ``folders``.
    """
    failed: dict[str, Episode] = {}
    with LogWriter(Path(out), call={"merged": [str(f) for f in folders]}) as log:
        there = list(index(out))
        written = {e.key for e in there if e.ending is not Ending.FAILED}
        lost = {e.key for e in there} - written
        before = len(written)
        for folder in folders:
            copy_scores(Path(folder), Path(out))
            for episode in read(folder, failures=True):
                if episode.ending is Ending.FAILED:
                    failed.setdefault(episode.key, episode)
                elif episode.key not in written:
                    written.add(episode.key)
                    log.write(episode)
        for key, episode in failed.items():
            if key not in written and key not in lost:
                log.write(episode)
    return len(written) - before

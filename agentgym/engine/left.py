"""What is left of a run: the one rule, for playing it and for saying beforehand what would be played."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from agentgym.engine.plan import Plan
from agentgym.status import Ending
from agentgym.trajectory.index import Entry, index, settled


class Left(msgspec.Struct, frozen=True):
    """What an earlier run has done of a plan, and what is left.

    Attributes:
        done: entries of the episodes that have ended well: scored, or unscored.
        failed: keys of those that the machinery failed, and no later attempt has mended.
        plans: the episodes to play.
    """

    done: list[Entry]
    failed: set[str]
    plans: list[Plan]


def left(plans: Sequence[Plan], out: Path | None, *, retry_errors: bool) -> Left:
    """Compare a plan with the log in ``out``.

    Args:
        plans: the episodes of the run.
        out: the run folder; it may not exist yet.
        retry_errors: episodes that failed are played again.
    """
    if out is None or not out.is_dir():
        return Left([], set(), list(plans))
    wanted = {p.key for p in plans}
    done: dict[str, Entry] = {}
    failed: set[str] = set()
    for entry in settled(index(out)):
        if entry.key not in wanted:
            continue
        if entry.ending is Ending.FAILED:
            failed.add(entry.key)
        else:
            done.setdefault(entry.key, entry)
    failed -= set(done)
    skipped = set(done) if retry_errors else set(done) | failed
    return Left(list(done.values()), failed, [p for p in plans if p.key not in skipped])

"""Scores: named numbers, and who gave them.

The environment's own are in the episode (``reward`` is the primary one, ``metrics`` the others). Later ones, of a judge
or of another rule, are lines of ``scores.jsonl`` beside the log, which is never rewritten. A later score that is
called ``reward`` is the primary score of an episode that ended unscored.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path

import msgspec

from agentgym.errors import DataError, LogError, OptionError
from agentgym.trajectory.episode import Episode
from agentgym.trajectory.files import SCORES, lines
from agentgym.trajectory.reader import read
from agentgym.version import framework

PRIMARY = "reward"
ENVIRONMENT = "environment"

Scorer = Callable[[Episode], float | None]
"""Returns a score, or ``None`` where it has none to give."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One score.

    Attributes:
        value: the number; a primary score is in [0, 1].
        by: who gave it: ``environment``, or a scorer.
        version: version of who gave it.
    """

    value: float
    by: str = ENVIRONMENT
    version: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``scores.jsonl``: a score of the episode with this key, and when it was given."""

    key: str
    name: str
    value: float
    by: str
    version: str = ""
    made: float = 0.0


def own_scores(episode: Episode) -> dict[str, Score]:
    """Return the scores that the environment gave."""
    own = {name: Score(value=value, version=episode.framework) for name, value in episode.metrics.items()}
    if episode.reward is not None:
        own[PRIMARY] = Score(value=episode.reward, version=episode.framework)
    return own


def later_scores(folder: Path) -> dict[str, dict[str, Score]]:
    """Return the later scores of one run folder by key and name; of several with a name, the last.

    Raises:
        DataError: a line is no score.
    """
    found: dict[str, dict[str, Score]] = {}
    for line in _lines(folder / SCORES):
        score = Score(value=line.value, by=line.by, version=line.version)
        found.setdefault(line.key, {})[line.name] = score
    return found


def score(
    folder: str | PathLike[str], scorer: Scorer, *, name: str = PRIMARY, by: str, version: str = ""
) -> int:
    """Score the episodes below ``folder`` that have ended well, and write that down beside their logs.

    Args:
        folder: a run folder, or a folder of run folders.
        scorer: gives the scores.
        name: what the score is called.
        by: who gives it, for the record.
        version: version of who gives it; the framework's by default.

    Returns:
        how many scores were written; an episode that has this score by this scorer and version is passed over.

    Raises:
        OptionError: a score that is not finite, or a primary score outside of [0, 1].
        LogError: the scores cannot be written.
    """
    written, version = 0, version or framework()
    for place in run_folders(Path(folder)):
        known = {(s.key, s.name, s.by, s.version) for s in _lines(place / SCORES)}
        for episode in read(place):
            if (episode.key, name, by, version) in known:
                continue
            value = scorer(episode)
            if value is None:
                continue
            line = Line(
                key=episode.key, name=name, value=float(value), by=by, version=version, made=time.time()
            )  # fmt: skip
            if not math.isfinite(line.value):
                raise OptionError(f"{by} scored {value} for {episode.task_id}: a score is a finite number.")
            if name == PRIMARY and not 0.0 <= line.value <= 1.0:
                raise OptionError(
                    f"{by} scored {value} for {episode.task_id}: a reward is in [0, 1]. Give another --name."
                )
            append_line(place / SCORES, line)
            written += 1
    return written


def copy_scores(folder: Path, out: Path) -> None:
    """Append the later scores of all runs below ``folder`` to those of the run ``out`` that it does not have."""
    known = set(_lines(out / SCORES))
    for place in run_folders(folder):
        # A list: ``out`` may be below ``folder``, and grows.
        for line in list(_lines(place / SCORES)):
            if line not in known:
                known.add(line)
                append_line(out / SCORES, line)


def add(folder: Path, key: str, values: Mapping[str, float], *, by: str, version: str) -> None:
    """Write scores of one episode of a run folder down.

    Raises:
        OptionError: a primary score outside of [0, 1].
        LogError: they cannot be written.
    """
    for name, value in values.items():
        if name == PRIMARY and not 0.0 <= value <= 1.0:
            raise OptionError(f"{by} scored {value} for the episode {key}: a reward is in [0, 1].")
        line = Line(key=key, name=name, value=float(value), by=by, version=version, made=time.time())
        append_line(folder / SCORES, line)


def append_line(path: Path, line: msgspec.Struct) -> None:
    """Append a line to a file beside a log.

    Raises:
        LogError: it cannot be written.
    """
    try:
        with path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # Torn: the process before died while it wrote.
                    file.write(b"\n")
            file.write(msgspec.json.encode(line) + b"\n")
    except OSError as error:
        raise LogError(f"{path} cannot be written: {error.strerror}.") from error


def _lines(path: Path) -> Iterator[Line]:
    if not path.is_file():
        return
    for raw in lines(path):
        try:
            yield msgspec.json.decode(raw, type=Line)
        except msgspec.ValidationError as error:
            raise DataError(f"{path}: a line is no score: {error}. Line begins: {raw[:120]!r}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # Torn: the process died while it was written; the score is given again.


def run_folders(folder: Path) -> Iterator[Path]:
    """Yield the run folders below a folder, itself included."""
    for root, names, files in os.walk(folder, followlinks=True):
        names.sort()
        if any(f.startswith("episodes") and f.endswith((".jsonl", ".jsonl.zst")) for f in files):
            yield Path(root)

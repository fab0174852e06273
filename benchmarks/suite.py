"""Suites: which environments make up a benchmark, declared in TOML.

``held-in`` is a file beside this module; a user's own is named by its path. A suite names environments by id, so
one that is not installed is passed over, and said so.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError, unknown_name

FOLDER = Path(__file__).with_name("suites")
METRICS = ("reward", "success")


class SuiteTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One environment of a suite.

    Attributes:
        env: Gymnasium id.
        split: split that is played.
        limit: tasks at most, ``None`` for all.
        metric: ``reward`` (mean reward) or ``success`` (share of episodes with reward 1).
        weight: mean score of the reference models, in percent; divides ours in the overall score.
        args: further arguments of the environment (``data``, ``profile`` …).
    """

    env: str
    split: str = "test"
    limit: int | None = None
    metric: str = "reward"
    weight: float | None = None
    args: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            raise ValueError(f"metric of {self.env} must be one of {', '.join(METRICS)}, got {self.metric!r}")
        if self.weight is not None and self.weight <= 0:
            raise ValueError(f"weight of {self.env} must be positive, got {self.weight}")


class Suite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named list of environments.

    Attributes:
        published: numbers to compare with: a name or a path, see :mod:`agentgym.benchmarks.published`.
    """

    name: str
    tasks: list[SuiteTask]
    description: str = ""
    published: str = "agenttuning"


def names() -> list[str]:
    """Return the names of the suites that ship."""
    return sorted(p.stem for p in FOLDER.glob("*.toml"))


def load(name: str) -> Suite:
    """Load a suite by name or path.

    Raises:
        UnknownNameError: neither a suite nor a file.
        DataError: the file is no suite.
    """
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        path = Path(name)
        if not path.is_file():
            raise unknown_name("suite", name, names())
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Suite)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"{path} is no suite: {error}. See {FOLDER / 'held-in.toml'} for the form.") from None


def overall(scores: dict[str, float], weights: dict[str, float | None]) -> float | None:
    """Return the paper's overall score: the mean of score / weight over the tasks with a weight.

    Args:
        scores: score of each environment, in percent.
        weights: mean score of the reference models, in percent.
    """
    ratios = [s / w for env, s in scores.items() if (w := weights.get(env))]
    return sum(ratios) / len(ratios) if ratios else None

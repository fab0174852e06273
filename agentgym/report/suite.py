"""Suites: which environments make up a benchmark, and by what each of them is judged; declared in TOML.

A suite names environments by id, so one that is not installed is passed over, and said so. The suite that runs are
judged by is written down beside them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from agentgym.errors import DataError
from agentgym.report.panel import Panel
from agentgym.report.toml_file import path_of, read_file

SUCCESS = "success"
METRICS = ("reward", SUCCESS)
MANIFEST = "eval.json"
"""Says below which folder an evaluation lies, and by which suite."""


class SuiteEnvironment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One environment of a suite.

    Attributes:
        env: Gymnasium id.
        split: split that is played.
        tasks: tasks at most, ``None`` for all.
        panel: the tasks by name, in place of a number of them.
        metric: ``reward`` (mean reward) or ``success`` (share of episodes with reward 1).
        weight: mean score of the reference models, in percent; divides ours in the overall score.
        args: further arguments of the environment (``data``, ``profile`` …).

    Raises:
        ValueError: another metric, a number that is not positive, or tasks both by number and by name.
    """

    env: str
    split: str = "test"
    tasks: int | None = None
    metric: str = "reward"
    weight: float | None = None
    args: dict[str, Any] = {}
    panel: Panel | None = None

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            raise ValueError(f"metric of {self.env} must be one of {', '.join(METRICS)}, got {self.metric!r}")
        if self.panel is not None and self.tasks is not None:
            raise ValueError(f"{self.env} has both tasks and a panel: the panel says which tasks are played")
        for name in ("tasks", "weight"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"{name} of {self.env} must be positive, got {value}")


class Suite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named list of environments, each of them once.

    Attributes:
        published: numbers to compare with: a name or a path, see :mod:`agentgym.report.published`.

    Raises:
        ValueError: an environment occurs twice.
    """

    name: str
    environments: list[SuiteEnvironment]
    description: str = ""
    published: str = "agenttuning"

    def __post_init__(self) -> None:
        ids = [e.env for e in self.environments]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} occurs twice: a table has one column for each environment")


def load(name: str, folder: Path) -> Suite:
    """Load a suite.

    Args:
        name: its name, or the path of its file.
        folder: where the named ones are.

    Raises:
        UnknownNameError: neither a suite nor a file.
        DataError: the file is no suite, or a panel of it is not as it says.
    """
    path = path_of("suite", name, folder)
    suite = read_file("suite", path, folder, Suite)
    return msgspec.structs.replace(
        suite,
        environments=[
            msgspec.structs.replace(e, panel=e.panel.read(path.parent)) if e.panel is not None else e
            for e in suite.environments
        ],
    )


def remember(out: Path, suite: Suite) -> None:
    """Write down by which suite the runs below ``out`` are judged."""
    out.mkdir(parents=True, exist_ok=True)
    (out / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode({"suite": suite}), indent=2) + b"\n")


def recall(out: Path) -> Suite | None:
    """Return the suite by which the runs below ``out`` were made, ``None`` if there is no record.

    Raises:
        DataError: the record is broken, or another version wrote it.
    """
    try:
        return msgspec.json.decode((out / MANIFEST).read_bytes(), type=_Manifest).suite
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"{out / MANIFEST} does not say by which suite the runs are judged: {error}. Delete it, or name the suite "
            "(--suite)."
        ) from None


class _Manifest(msgspec.Struct):
    suite: Suite

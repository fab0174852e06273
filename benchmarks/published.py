"""Published numbers, as data with their source: the paper's Table 4 and Figure 3."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from agentgym.errors import DataError, unknown_name

FOLDER = Path(__file__).with_name("published")


class PublishedTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of Table 4: scores in percent (MT-Bench in points), in the order of :attr:`Published.models`."""

    env: str
    group: str
    metric: str
    weight: float
    scores: list[float]


class PublishedErrors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A panel of Figure 3: shares of episodes by category, in the order of :attr:`models`."""

    envs: list[str]
    models: list[str]
    shares: dict[str, list[float]]


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of one publication."""

    source: str
    models: list[str]
    overall: dict[str, list[float]]
    tasks: list[PublishedTask]
    errors: list[PublishedErrors] = []

    def score(self, env: str, model: str) -> float | None:
        """Return a model's score on an environment, ``None`` where there is none."""
        row = next((t for t in self.tasks if t.env == env), None)
        return row.scores[self.models.index(model)] if row is not None else None

    def group(self, env: str) -> str | None:
        """Return the group of an environment: ``held-in``, ``held-out`` or ``general``."""
        return next((t.group for t in self.tasks if t.env == env), None)


@cache
def load(name: str) -> Published:
    """Return published numbers by name (``agenttuning`` ships) or by the path of a file in the same form.

    Raises:
        UnknownNameError: neither.
        DataError: the file is none of this form.
    """
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        path = Path(name)
        if not path.is_file():
            raise unknown_name(
                "set of published numbers", name, sorted(p.stem for p in FOLDER.glob("*.toml"))
            )
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Published)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(
            f"{path} holds no published numbers: {error}. See {FOLDER / 'agenttuning.toml'} for the form."
        ) from None


def agenttuning() -> Published:
    """Return the numbers of AgentTuning (arXiv 2310.12823)."""
    return load("agenttuning")

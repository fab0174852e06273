"""Published numbers, as data with their source, in TOML: the paper's Tables 4 and 5 and Figure 3, or your own."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agentgym.report.toml_file import read_named


class PublishedEnvironment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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


class PublishedAblation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A size of Table 5: overalls of a base model, and of it tuned on one group of data or on both.

    Attributes:
        size: what the three models are told apart by (``7B``).
        groups: the groups that the overalls are of, in their order.
        hybrid, agent, general: overall of each group, by what the model was tuned on.
        base: the model that was tuned, among :attr:`Published.models`; its overalls stand there.
    """

    size: str
    groups: list[str]
    hybrid: list[float]
    agent: list[float]
    general: list[float]
    base: str = ""


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers of one publication.

    Attributes:
        source: where they are published.
        models: the models that they are of.
        overall: overall scores by group, in the order of the models.
    """

    source: str
    models: list[str]
    overall: dict[str, list[float]]
    environments: list[PublishedEnvironment]
    errors: list[PublishedErrors] = []
    ablations: list[PublishedAblation] = []

    def score(self, env: str, model: str) -> float | None:
        """Return a model's score on an environment, ``None`` where there is none."""
        row = self.of(env)
        return row.scores[self.models.index(model)] if row is not None else None

    def group(self, env: str) -> str | None:
        """Return the group of an environment: ``held-in``, ``held-out`` or ``general``."""
        row = self.of(env)
        return row.group if row is not None else None

    def of(self, env: str) -> PublishedEnvironment | None:
        """Return what is published of an environment, ``None`` if nothing is."""
        return next((e for e in self.environments if e.env == env), None)


NOTHING = Published(source="", models=[], overall={}, environments=[])
"""No published numbers: nothing to compare with."""


def load(name: str, folder: Path) -> Published:
    """Load published numbers.

    Args:
        name: their name (``agenttuning``), or the path of a file in the same form.
        folder: where the named ones are.

    Raises:
        UnknownNameError: neither.
        DataError: the file is none of this form.
    """
    return read_named("set of published numbers", name, folder, Published)

"""Recipes of curation: what is kept of runs, as one value that a data set's card repeats."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from agentgym.errors import OptionError
from agentgym.report.toml_file import read_named

Demonstration = Literal["keep", "strip"]
ALL = "*"
"""Stands for every environment that a table does not name."""


class PublishedRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was published about an environment: instructions, conversations kept, turns of one on average."""

    instructions: int
    kept: int
    turns: float


class PublishedCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published table of counts, by the environments' short names."""

    source: str = ""
    rows: dict[str, PublishedRow] = {}


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of runs.

    Attributes:
        name, description: for the card.
        keep: a filter over an episode's fields (:mod:`agentgym.dataset.expression`); empty keeps all.
        exact: leave out conversations that are there already, word for word.
        near: leave out those whose trained turns are this much like another's of the same environment (Jaccard
            similarity of their runs of five words); ``None``: keep them.
        best: episodes of a task at most: those with the highest reward, of these the shortest; ``None``: all.
        caps: episodes of an environment at most, by short name or ``*``, spread over its kinds of tasks.
        demonstration: whether solved examples stay, by short name or ``*``; they stay by default.
        seed: of what is drawn where a cap leaves a choice.
        published: counts to be printed beside ours.

    Raises:
        OptionError: a number out of its range.
    """

    name: str = ""
    description: str = ""
    keep: str = ""
    exact: bool = True
    near: float | None = None
    best: int | None = None
    caps: dict[str, int] = {}
    demonstration: dict[str, Demonstration] = {}
    seed: int = 0
    published: PublishedCounts = PublishedCounts()

    def __post_init__(self) -> None:
        if self.near is not None and not 0.0 < self.near <= 1.0:
            raise OptionError(f"near is a similarity above 0 and up to 1, got {self.near}.")
        if self.best is not None and self.best < 1:
            raise OptionError(f"best must be at least 1, got {self.best}.")
        for name, cap in self.caps.items():
            if cap < 0:
                raise OptionError(f"The cap of {name} must not be negative, got {cap}.")

    def strips(self, env: str) -> bool:
        """Whether solved examples are taken out of an environment's conversations."""
        return self.demonstration.get(env, self.demonstration.get(ALL, "keep")) == "strip"

    def cap(self, env: str) -> int | None:
        """Return how many episodes of an environment are kept at most; ``None``: all."""
        return self.caps.get(env, self.caps.get(ALL))


def load(name: str, folder: Path) -> Recipe:
    """Read a recipe.

    Args:
        name: of one in the folder, or a path.
        folder: where the named ones are.

    Raises:
        UnknownNameError: there is no such recipe; the nearest is suggested.
        DataError: the file is no recipe.
    """
    return read_named("preset", name, folder, Recipe)

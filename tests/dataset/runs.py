"""Runs and data sets that the tests of data sets share."""

from __future__ import annotations

from pathlib import Path

import agentgym
from agentgym.dataset.card import card
from agentgym.dataset.curation import Curation
from agentgym.dataset.files import Origin, read_rows, write_dataset
from agentgym.dataset.recipe import Recipe
from agentgym.dataset.row import Row
from agentgym.trajectory import Episode


def played(
    env: str = "alfworld", policy: str = "expert", tasks: int = 2, **settings: object
) -> list[Episode]:
    """Return episodes of an embedded train split."""
    return agentgym.rollout(env, policy, tasks=tasks, **{"split": "train", **settings}).kept


def curate(runs: Path, out: Path, **recipe: object) -> list[Row]:
    """Make a data set of runs, return its rows."""
    curation = Curation([runs], Recipe(**recipe))  # type: ignore[arg-type]
    write_dataset(
        out,
        curation,
        lambda: Origin(runs=["runs"], recipe=curation.recipe, counts=curation.counts),
        card,
        dropped=curation.dropped,
    )
    return list(read_rows(out))

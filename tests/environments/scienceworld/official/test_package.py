"""Every observation, score and valid list equals the package's, driven as its README does."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from agentgym.environments.scienceworld import expert
from agentgym.environments.scienceworld.authoring.parity import compare
from agentgym.environments.scienceworld.official.package import PackageGame
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR

pytestmark = NEEDS_SIMULATOR

GAMES = (
    "lifespan-longest-lived",
    "find-plant",
    "chemistry-mix-paint-secondary",
    "grow-fruit",
    "mendelian-genetics-known",
)
"""Short ones, and those in which bees and genes are drawn at random."""


@pytest.fixture(scope="module")
def package() -> Iterator[PackageGame]:
    made = PackageGame()
    yield made
    made.close()


@pytest.mark.parametrize("name", GAMES)
def test_games_are_equal_step_by_step(package: PackageGame, name: str) -> None:
    task_id, path = next((i, p) for i, p in expert.recorded().paths.items() if i.startswith(name))
    found = compare(task_id, path[:25], package)
    assert found.difference == "" and found.steps == min(len(path), 25) + 1 and found.valid > 500


def test_the_environment_of_this_process_is_left_alone(package: PackageGame) -> None:
    assert "hashCode" not in os.environ.get("JAVA_TOOL_OPTIONS", "")

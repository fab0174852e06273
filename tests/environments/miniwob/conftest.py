"""What the tests of MiniWoB++ need: its pages, and a Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agentgym.environments.miniwob.env import MiniWoBEnv

LACK = MiniWoBEnv.unavailable({})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run."""
    for item in items:
        if LACK and "environments/miniwob" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=LACK))


@pytest.fixture
def make() -> Iterator[Callable[..., MiniWoBEnv]]:
    """Make environments that are closed at the end."""
    made: list[MiniWoBEnv] = []

    def one(**arguments: Any) -> MiniWoBEnv:
        made.append(MiniWoBEnv(**arguments))
        return made[-1]

    yield one
    for env in made:
        env.close()

"""The worlds, made once."""

from __future__ import annotations

import pytest

from agentgym.environments.hotpotqa.authoring.make import worlds
from agentgym.environments.hotpotqa.authoring.things import World


@pytest.fixture(scope="session")
def both() -> list[World]:
    return worlds()

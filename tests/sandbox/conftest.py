from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.sandbox import Sandbox, Spec
from tests.sandbox.machines import BACKENDS, Slot


@pytest.fixture(scope="session", params=BACKENDS)
def slot(request: pytest.FixtureRequest) -> Iterator[Slot]:
    slot = Slot(request.param, Spec())
    yield slot
    slot.close()


@pytest.fixture
def machine(slot: Slot) -> Sandbox:
    """A fresh sandbox of each backend that is there."""
    return slot.fresh()

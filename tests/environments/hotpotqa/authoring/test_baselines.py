"""What can be had without reading."""

from __future__ import annotations

import pytest

from agentgym.environments.hotpotqa.authoring.baselines import measure
from agentgym.tools.encyclopedia.embedded import WORLDS, World, folder_of


@pytest.mark.parametrize("world", WORLDS)
def test_they_stay_low(world: World) -> None:
    found = measure(folder_of(world))
    assert found["closed book"]["medium"] < 0.25 and found["closed book"]["hard"] < 0.15
    assert found["first paragraph"]["medium"] < 0.25 and found["first paragraph"]["hard"] < 0.15
    assert found["first five paragraphs"]["hard"] < 0.2

"""A model that costs nothing."""

from __future__ import annotations

import pytest

import agentgym
from agentgym.errors import OptionError

ID = "AgentTune/ALFWorld-v0"


def test_mock_says_what_it_is_told() -> None:
    episode = next(iter(agentgym.rollout(ID, "mock:THOUGHT: t\nACTION: inventory", tasks=1, max_steps=1)))
    assert episode.steps[0].action == "inventory"
    with pytest.raises(OptionError, match="takes no options"):
        agentgym.make_policy("mock?x=1")

"""Names of tools."""

from __future__ import annotations

from agentgym.environments.rewoo.demonstration import DESCRIBED
from agentgym.environments.rewoo.world.names import LLM, RUN


def test_every_tool_is_described() -> None:
    assert set(DESCRIBED) == {LLM, *RUN}

"""Names of tools."""

from __future__ import annotations

from agentgym.environments.rewoo.protocol import WORKERS
from agentgym.environments.rewoo.world.names import LLM, RUN


def test_every_tool_is_described() -> None:
    assert set(WORKERS) == {LLM, *RUN}

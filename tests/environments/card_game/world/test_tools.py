"""The tools' schemas."""

from __future__ import annotations

from agentgym.environments.card_game.world.tools import TOOLS


def test_the_tools_are_called_as_the_phases() -> None:
    assert [tool.name for tool in TOOLS] == ["guess", "act"]
    for tool in TOOLS:
        schema = tool.schema()["function"]["parameters"]
        assert schema["additionalProperties"] is False and "target_position" not in schema["required"]
        assert schema["properties"]["target_position"]["maximum"] == 3

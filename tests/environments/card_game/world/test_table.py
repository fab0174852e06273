"""Tables: what sessions begin with."""

from __future__ import annotations

import pytest

from agentgym.environments.card_game.demonstration import demonstration
from agentgym.environments.card_game.world.game import Game
from agentgym.environments.card_game.world.memory import GrowingMemory, Memory, RecentMemory
from agentgym.environments.card_game.world.replies import Version
from agentgym.environments.card_game.world.rules import ACKNOWLEDGEMENT, rules
from agentgym.environments.card_game.world.table import Table

ORDER = (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("version", "kind"), [("paper", RecentMemory), ("agentbench", GrowingMemory), ("fixed", Memory)]
)
def test_each_version_has_its_memory(version: Version, kind: type[Memory]) -> None:
    table = Table(version, "react", {"guess": 3, "act": 2}, {})
    seat = table.sit(Game((ORDER, ORDER)), 1)
    assert seat.sight.side == 1 and {type(m) for m in seat.memories.values()} == {kind}
    assert [m["content"] for m in table.opening("act")] == [rules(version, "act", "react"), ACKNOWLEDGEMENT]


@pytest.mark.parametrize("action_format", ["react", "native", "tools"])
def test_examples_are_written_in_the_format_and_not_learned_from(action_format: str) -> None:
    table = Table("fixed", action_format, {"guess": 0, "act": 0}, demonstration("fixed"))
    for phase, (prompt, answer) in demonstration("fixed").items():
        messages = table.opening(phase)
        assert messages[2]["content"] == prompt
        written = messages[3]["content"] + str(messages[3].get("tool_calls", ""))
        assert str(answer.arguments.get("guess_type", answer.arguments.get("pick_fish"))) in written
        assert messages[3]["loss"] is False and len(messages) == 4 + (action_format == "tools")

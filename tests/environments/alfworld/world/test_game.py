"""The parsed game: what no action changes."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld.world.dialect import MOVE, PUT
from agentgym.environments.alfworld.world.game import Game
from agentgym.environments.alfworld.world.problem import Problem
from agentgym.errors import DataError
from tests.environments.alfworld.kitchen import kitchen


def test_what_stands_where_and_what_fits() -> None:
    game = kitchen()
    assert game.start == "loc_bar_0" and game.held is None
    assert game.receptacles_at["loc_bar_2"] == ("sink_bar_1_bar_sinkbasin", "table_bar_1")
    assert game.contents["fridge_bar_1"] == {"apple_bar_2"}
    assert game.accepts("fridge_bar_1", "apple_bar_1") and not game.accepts("fridge_bar_1", "knife_bar_1")
    assert game.nested == {"bowl_bar_1": ("knife_bar_1",)}
    assert game.overview == "a fridge 1, a microwave 1, a sinkbasin 1, and a table 1"


def test_where_one_can_go_leaves_out_where_one_is() -> None:
    game = kitchen()
    everywhere = [c for c in game.elsewhere("loc_bar_0") if c.startswith("go to")]
    assert everywhere == ["go to fridge 1", "go to microwave 1", "go to sinkbasin 1", "go to table 1"]
    assert [c for c in game.elsewhere("loc_bar_2") if c.startswith("go to")] == everywhere[:2]


def test_help_is_a_command_of_one_dialect_only() -> None:
    assert "help" in kitchen(MOVE).elsewhere("loc_bar_0")
    assert "help" not in kitchen(PUT).elsewhere("loc_bar_0")


def test_a_problem_without_an_agent_is_damaged() -> None:
    with pytest.raises(DataError, match="where the agent is"):
        Game(Problem({}, ["and"]), "Your task is to: x.", MOVE)

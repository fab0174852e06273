"""The state: shared with the game until it changes."""

from __future__ import annotations

from agentgym.environments.alfworld.world.state import State
from tests.environments.alfworld.kitchen import kitchen, played


def test_episodes_of_one_game_do_not_touch_each_other() -> None:
    game = kitchen()
    one, other = State(game), State(game)
    one.contents["table_bar_1"] = frozenset()
    one.flag("isclean", "apple_bar_1")
    assert "apple_bar_1" in other.contents["table_bar_1"] == game.contents["table_bar_1"]
    assert not other.flags["isclean"] and not game.flags["isclean"]


def test_hot_and_cool_exclude_each_other() -> None:
    state = State(kitchen())
    state.flag("ishot", "apple_bar_1", unset="iscool")
    state.flag("iscool", "apple_bar_1", unset="ishot")
    assert state.flags["iscool"] == {"apple_bar_1"} and not state.flags["ishot"]


def test_here_is_what_stands_where_the_agent_is() -> None:
    assert State(kitchen()).here == ()
    assert played("go to table 1")[0].state.here == ("sink_bar_1_bar_sinkbasin", "table_bar_1")

"""Our engine: episodes, what is not admissible, misuse."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld.world.engine import NOTHING, Engine
from agentgym.environments.alfworld.world.fast_engine import FastEngine
from agentgym.environments.alfworld.world.game import Game
from agentgym.errors import DataError
from tests.environments.alfworld.kitchen import TASK, kitchen, played

WINNING = ("go to table 1", "take apple 2 from table 1", "clean apple 2 with sinkbasin 1", "go to fridge 1",
           "open fridge 1", "move apple 2 to fridge 1")  # fmt: skip


def test_the_first_observation_shows_the_room_and_the_task() -> None:
    engine: Engine[Game] = FastEngine()
    assert engine.start(kitchen()) == (
        "-= Welcome to TextWorld, ALFRED! =-\n\nYou are in the middle of a room. Looking quickly around you, you see "
        f"a fridge 1, a microwave 1, a sinkbasin 1, and a table 1.\n\n{TASK}"
    )


def test_what_is_not_admissible_changes_nothing() -> None:
    engine, answer = played("take apple 2 from table 1")
    assert answer == NOTHING and engine.state.holding is None
    assert played("  go to fridge 1 ")[1] != NOTHING


def test_an_engine_is_used_for_one_game_after_the_other() -> None:
    engine, _ = played(*WINNING)
    assert engine.won
    first = engine.start(kitchen())
    assert not engine.won and first == FastEngine().start(kitchen())
    assert "take apple 2 from table 1" not in engine.admissible()


def test_admissible_commands_are_sorted() -> None:
    engine, _ = played("go to table 1")
    assert engine.admissible() == sorted(engine.commands())


def test_an_engine_without_a_game_says_so() -> None:
    engine = FastEngine()
    for ask in (engine.admissible, lambda: engine.step("look")):
        with pytest.raises(DataError, match="No game is loaded"):
            ask()
    engine, _ = played(*WINNING)
    engine.close()
    assert not engine.won
    with pytest.raises(DataError, match="No game is loaded"):
        engine.admissible()

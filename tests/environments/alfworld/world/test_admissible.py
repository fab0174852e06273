"""What can be done: at every place, with and without something in the hand."""

from __future__ import annotations

from agentgym.environments.alfworld.world.dialect import MOVE, PUT
from agentgym.environments.alfworld.world.game import Game
from tests.environments.alfworld.kitchen import played


def _here(*commands: str, **kind: object) -> set[str]:
    engine, _ = played(*commands, **kind)  # type: ignore[arg-type]
    always = ("go to", "look", "inventory", "help")
    return {c for c in engine.admissible() if not c.startswith(always)}


def test_nothing_can_be_done_in_the_middle_of_the_room() -> None:
    assert _here() == set()


def test_an_empty_hand_takes_what_is_there() -> None:
    assert _here("go to table 1") == {
        "examine table 1", "examine sinkbasin 1", "use lamp 1",
        "take apple 2 from table 1", "take bowl 1 from table 1", "take knife 1 from table 1",
    }  # fmt: skip


def test_a_full_hand_puts_down_and_treats() -> None:
    assert _here("go to table 1", "take apple 2 from table 1") == {
        "examine table 1", "examine sinkbasin 1", "examine apple 2", "use lamp 1",
        "move apple 2 to table 1", "clean apple 2 with sinkbasin 1",
    }  # fmt: skip


def test_a_closed_receptacle_gives_and_takes_nothing() -> None:
    assert _here("go to fridge 1") == {"examine fridge 1", "open fridge 1"}
    assert _here("go to fridge 1", "open fridge 1") == {
        "examine fridge 1", "close fridge 1", "take apple 1 from fridge 1",
    }  # fmt: skip


def test_a_station_works_closed_and_a_knife_slices() -> None:
    carried = ("go to table 1", "take apple 2 from table 1", "go to microwave 1")
    assert "heat apple 2 with microwave 1" in _here(*carried)
    assert "slice apple 2 with knife 1" in _here("go to table 1", "take knife 1 from table 1")
    assert "slice apple 2 with bowl 1" not in _here("go to table 1", "take bowl 1 from table 1")


def test_the_dialect_says_where_things_are_cleaned_and_how_they_are_placed() -> None:
    import msgspec

    nowhere = msgspec.structs.replace(MOVE, cleaning=frozenset({"sinktype"}))
    walk = ("go to table 1", "take apple 2 from table 1")
    assert "clean apple 2 with sinkbasin 1" not in _here(*walk, dialect=nowhere)
    assert "put apple 2 in/on table 1" in _here(*walk, dialect=PUT)


def test_the_first_of_two_commands_that_read_alike_counts() -> None:
    assert isinstance(played()[0].state.game, Game)
    engine, _ = played("go to table 1")
    assert engine.commands()["examine table 1"] == ("examine", "table_bar_1", "")

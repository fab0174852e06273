"""What the game says to each command."""

from __future__ import annotations

import pytest

from agentgym.environments.alfworld.world.dialect import PUT
from agentgym.environments.alfworld.world.effects import EFFECTS, HELP, QUIET
from tests.environments.alfworld.kitchen import played

AT_TABLE = "go to table 1"
APPLE = (AT_TABLE, "take apple 2 from table 1")


@pytest.mark.parametrize(
    ("commands", "answer"),
    [
        (("look",), "You are in the middle of a room. Looking quickly around you, you see nothing."),
        (("inventory",), "You are not carrying anything."),
        (("help",), HELP),
        (("go to fridge 1",), "You arrive at fridge 1. The fridge 1 is closed."),
        ((AT_TABLE,), "You arrive at table 1. On the table 1, you see a apple 2, a bowl 1, a knife 1, and a lamp 1."),
        ((AT_TABLE, "look"), "You are facing the sinkbasin 1, and table 1. Next to it, you see nothing."),
        ((AT_TABLE, "examine sinkbasin 1"), "On the sinkbasin 1, you see nothing."),
        ((AT_TABLE, "use lamp 1"), "You turn on the lamp 1."),
        (("go to fridge 1", "open fridge 1"), "You open the fridge 1. The fridge 1 is open. In it, you see a apple 1."),
        (("go to fridge 1", "open fridge 1", "close fridge 1"), "You close the fridge 1."),
        (APPLE, "You pick up the apple 2 from the table 1."),
        ((*APPLE, "inventory"), "You are carrying: a apple 2."),
        ((*APPLE, "examine apple 2"), "There's nothing special about apple 2."),
        ((*APPLE, "move apple 2 to table 1"), "You move the apple 2 to the table 1."),
        ((*APPLE, "clean apple 2 with sinkbasin 1"), "You clean the apple 2 using the sinkbasin 1."),
        ((*APPLE, "clean apple 2 with sinkbasin 1", "examine apple 2"), "This is a clean apple 2."),
        (
            (*APPLE, "go to microwave 1", "heat apple 2 with microwave 1", "examine apple 2"),
            "This is a hot apple 2.",
        ),
        ((*APPLE, "go to fridge 1", "cool apple 2 with fridge 1", "examine apple 2"), "This is a cold apple 2."),
        (
            (*APPLE, "clean apple 2 with sinkbasin 1", "go to fridge 1", "cool apple 2 with fridge 1",
             "examine apple 2"),
            "This is a cool and clean apple 2.",
        ),
        (
            (AT_TABLE, "take knife 1 from table 1", "slice apple 2 with knife 1"),
            "You sliced the apple 2 with the knife 1.",
        ),
        (
            (AT_TABLE, "take bowl 1 from table 1", "examine bowl 1"),
            "This is a normal bowl 1. In it, you see a knife 1.",
        ),
    ],
)  # fmt: skip
def test_what_the_game_says(commands: tuple[str, ...], answer: str) -> None:
    assert played(*commands)[1] == answer


def test_a_sliced_thing_is_called_so() -> None:
    walk = (AT_TABLE, "take knife 1 from table 1", "slice apple 2 with knife 1", "move knife 1 to table 1",
            "take apple 2 from table 1")  # fmt: skip
    assert played(*walk, "examine apple 2")[1] == "This is a sliced apple 2."
    assert (
        played(*walk, "clean apple 2 with sinkbasin 1", "examine apple 2")[1]
        == "This is a clean sliced apple 2."
    )


def test_the_older_dialect_names_locations_and_puts() -> None:
    assert played(AT_TABLE, dialect=PUT)[1].startswith("You arrive at loc 2. On the table 1")
    assert (
        played(*APPLE, "put apple 2 in/on table 1", dialect=PUT)[1]
        == "You put the apple 2 in/on the table 1."
    )


def test_quiet_effects_are_effects() -> None:
    assert set(EFFECTS) > QUIET

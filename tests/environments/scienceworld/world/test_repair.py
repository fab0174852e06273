"""Word overlap, by the rules of AgentTuning's harness."""

from __future__ import annotations

import pytest

from agentgym.environments.scienceworld.world.repair import ROOMS, acceptable, repaired

LOOK = "This room is called the kitchen. In it, you see: a metal pot (containing water), a sink, a door"
VALID = [
    "go to door to hallway", "close door to hallway", "focus on agent", "focus on kitchen", "focus on metal pot",
    "focus on purple mouse", "look around", "pick up metal pot", "pick up sink", "wait1", "open sink", "mix metal pot",
]  # fmt: skip


def test_what_may_be_taken() -> None:
    found = acceptable(VALID, LOOK, "In your inventory, you see: an orange", ())
    assert {f"open door to {room}" for room in ROOMS} <= set(found)
    gone = {
        "go to door to hallway",
        "close door to hallway",
        "focus on agent",
        "focus on kitchen",
        "focus on purple mouse",
    }
    assert not gone & set(found) and set(VALID) - gone <= set(found)
    assert found == sorted(found, key=lambda a: (len(a), a)), "shortest first, then by the alphabet"


def test_what_is_carried_may_be_focused_on_whatever_its_case() -> None:
    assert "focus on purple mouse" in acceptable(VALID, LOOK, "a Purple Mouse", ())


def test_the_first_look_is_left_out_at_the_beginning() -> None:
    assert "look around" not in acceptable(VALID, LOOK, "", ["look around", "(x, y)"])


@pytest.mark.parametrize(
    ("command", "taken"),
    [
        ("look around", "look around"),
        ("open door to green house", "open door to greenhouse"),
        (
            "take the metal pot",
            "mix metal pot",
        ),  # as many words in common as "pick up metal pot", and shorter
        ("pick the metal pot up", "pick up metal pot"),
        ("sing! a (song)", "sing a song"),  # no word in common: as it is, without signs
        ("pick", "pick up sink"),
        ("", ""),
    ],
)
def test_the_first_with_most_words_in_common(command: str, taken: str) -> None:
    assert repaired(command, acceptable(VALID, LOOK, "", ())) == taken


def test_ties_do_not_depend_on_the_order_of_the_list() -> None:
    for valid in (VALID, VALID[::-1]):
        assert repaired("up metal", acceptable(valid, LOOK, "", ())) == "pick up metal pot"

"""The household's tables fit each other."""

from __future__ import annotations

from agentgym.environments.alfworld.authoring.rooms import LAMP_STANDS, ROOMS
from agentgym.environments.alfworld.world.household import (
    CLEANABLE,
    CONTAINERS,
    COOLABLE,
    FITS,
    HEATABLE,
    OPENABLE,
    SLICEABLE,
)

THINGS = {thing for room in ROOMS.values() for thing in room.things}


def test_receptacles_are_known() -> None:
    assert set(FITS) >= OPENABLE and set(FITS) >= set(LAMP_STANDS)
    assert all(set(room.furniture) <= set(FITS) for room in ROOMS.values())


def test_every_thing_of_a_room_has_a_place_in_it() -> None:
    for room in ROOMS.values():
        always = [r for r, (least, _) in room.furniture.items() if least]
        assert all(any(thing in FITS[r] for r in always) for thing in room.things)


def test_properties_are_those_of_things() -> None:
    assert SLICEABLE | CONTAINERS | CLEANABLE | HEATABLE <= THINGS
    assert {"WineBottle"} == COOLABLE - THINGS  # ALFRED's list; no room of ours has one

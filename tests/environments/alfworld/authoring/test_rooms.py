"""Rooms: counts that can be drawn."""

from __future__ import annotations

from agentgym.environments.alfworld.authoring.generator import ROOMS_OF
from agentgym.environments.alfworld.authoring.rooms import ROOMS


def test_every_room_is_played_in_and_can_be_furnished() -> None:
    assert {room for rooms in ROOMS_OF.values() for room in rooms} == set(ROOMS)
    for room in ROOMS.values():
        assert all(0 <= least <= most for least, most in room.furniture.values())
        assert all(most > 0 for most in room.things.values())

"""The generator: what is drawn depends on the seeds alone, and every task makes sense."""

from __future__ import annotations

from agentgym.environments.alfworld.authoring.generator import ROOMS_OF, make_blueprint
from agentgym.environments.alfworld.world.household import FITS, LAMP


def test_a_layout_is_the_same_for_every_seed() -> None:
    one, other = (make_blueprint("x", "pick_and_place_simple", "kitchen", 3, seed) for seed in (1, 2))
    assert one is not None and other is not None
    assert one.furniture == other.furniture and one.things != other.things
    assert one == make_blueprint("x", "pick_and_place_simple", "kitchen", 3, 1)


def test_the_target_does_not_lie_at_its_destination() -> None:
    for kind, rooms in ROOMS_OF.items():
        for seed in range(20):
            made = make_blueprint("x", kind, rooms[seed % len(rooms)], seed, seed)
            if made is None:
                continue
            classes = [c for c, _, _ in made.furniture]
            homes = [classes[number] for thing, _, number in made.things if thing == made.target]
            assert homes and made.destination not in homes
            assert all(made.target in FITS[home] for home in homes)
            assert (made.destination == LAMP) == (kind == "look_at_obj_in_light")


def test_a_room_without_the_station_makes_no_task() -> None:
    assert make_blueprint("x", "pick_heat_then_place_in_recep", "bedroom", 0, 0) is None

"""Making games: a room layout from one seed, what lies in it and the task from another.

A game is made to be solvable and not to be solved: the target lies outside its destination, distractors lie
inside, and the engine itself plays the walkthrough before a game is accepted.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from agentgym.environments.alfworld.authoring.rooms import LAMP_STANDS, ROOMS, Room
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.household import CLEANABLE, COOLABLE, FITS, HEATABLE, LAMP

ROOMS_OF: dict[str, tuple[str, ...]] = {
    "pick_and_place_simple": ("kitchen", "bedroom", "bathroom", "livingroom"),
    "look_at_obj_in_light": ("bedroom", "livingroom"),
    "pick_clean_then_place_in_recep": ("kitchen", "bathroom"),
    "pick_heat_then_place_in_recep": ("kitchen",),
    "pick_cool_then_place_in_recep": ("kitchen",),
    "pick_two_obj_and_place": ("kitchen", "bedroom", "bathroom", "livingroom"),
}
"""ALFWorld's six task types, and the rooms that each is played in."""

_NEEDS = {
    "pick_clean_then_place_in_recep": CLEANABLE,
    "pick_heat_then_place_in_recep": HEATABLE,
    "pick_cool_then_place_in_recep": COOLABLE,
}
_STATIONS = {
    "pick_clean_then_place_in_recep": "SinkBasin",
    "pick_heat_then_place_in_recep": "Microwave",
    "pick_cool_then_place_in_recep": "Fridge",
}


def make_blueprint(game_id: str, kind: str, room: str, layout: int, seed: int) -> Blueprint | None:
    """Make one game; ``None`` where the draw leaves no sensible task.

    Args:
        game_id: id of the game.
        kind: one of :data:`ROOMS_OF`.
        room: one of the kind's rooms.
        layout: number of the layout; the same number gives the same furniture.
        seed: seed of everything else.
    """
    furniture = _furnish(room, layout)
    rng = random.Random(f"game/{kind}/{room}/{layout}/{seed}")
    classes = [c for c, _, _ in furniture]
    if kind in _STATIONS and _STATIONS[kind] not in classes:
        return None
    targets = sorted(t for t in ROOMS[room].things if t in _NEEDS.get(kind, ROOMS[room].things))
    rng.shuffle(targets)
    for target in targets:
        destination = _destination(kind, target, classes, rng)
        if destination is None:
            continue
        things = _scatter(kind, ROOMS[room], target, destination, classes, rng)
        if things is not None:
            used = {location for _, _, location in furniture}
            return Blueprint(
                game_id, kind, room, layout, tuple(furniture), tuple(things), _place(rng, used), target,
                destination, rng.randrange(6),
            )  # fmt: skip
    return None


def _furnish(room: str, layout: int) -> list[tuple[str, str, str]]:
    rng = random.Random(f"layout/{room}/{layout}")
    furniture: list[tuple[str, str, str]] = []
    used: set[str] = set()
    for kind, (least, most) in ROOMS[room].furniture.items():
        for _ in range(rng.randint(least, most)):
            location = _place(rng, used)
            used.add(location)
            furniture.append((kind, _position(rng), location))
    return furniture


def _destination(kind: str, target: str, classes: Sequence[str], rng: random.Random) -> str | None:
    if kind == "look_at_obj_in_light":
        return LAMP if any(stand in classes for stand in LAMP_STANDS) else None
    fitting = sorted({c for c in classes if target in FITS[c]} - {_STATIONS.get(kind, "")})
    # There must be another kind of place for the target to lie at first.
    return rng.choice(fitting) if len(fitting) > 1 else None


def _scatter(
    kind: str, room: Room, target: str, destination: str, classes: Sequence[str], rng: random.Random
) -> list[tuple[str, str, int]] | None:
    things: list[tuple[str, str, int]] = []

    def put(thing: str, where: list[int]) -> None:
        things.append((thing, _position(rng), rng.choice(where)))

    outside = [i for i, c in enumerate(classes) if target in FITS[c] and c != destination]
    if not outside:
        return None
    for _ in range(2 if kind == "pick_two_obj_and_place" else rng.randint(1, 2)):
        put(target, outside)
    for thing, most in room.things.items():
        where = [i for i, c in enumerate(classes) if thing in FITS[c]]
        if thing != target and where:
            for _ in range(rng.randint(0, most)):
                put(thing, where)
    if kind == "look_at_obj_in_light":
        stand = next(s for s in LAMP_STANDS if s in classes)
        put(LAMP, [i for i, c in enumerate(classes) if c == stand])
    return things


def _position(rng: random.Random) -> str:
    return "|".join(f"{rng.uniform(-4, 4):+06.2f}" for _ in range(3))


def _place(rng: random.Random, used: set[str]) -> str:
    while True:
        x, y = rng.randint(-14, 14), rng.randint(-14, 14)
        place = f"loc|{x}|{y}|{rng.randint(0, 3)}|{rng.choice((0, 15, 30, 45, 60))}"
        if place not in used:
            return place

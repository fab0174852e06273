"""The households of the recorded games: embedded ones as they are, and crowded ones.

A crowded household has what published games have and embedded ones lack: several receptacles at one place, things
inside of things, things that are cold at the start, a lamp behind a door, and a sink beside its basin.
"""

from __future__ import annotations

import msgspec

from agentgym.environments.alfworld.official.pddl import parse
from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.problem_text import problem_text

_END_OF_FACTS = "\n)\n(:goal"
_OBJECTS = "(:objects\n"
_SINK = "Sink_bar__plus_00_dot_10_bar__plus_00_dot_20_bar__plus_00_dot_30"


def plain(blueprint: Blueprint) -> str:
    """Return the PDDL problem of an embedded game."""
    return problem_text(blueprint)


def crowded(blueprint: Blueprint) -> str:
    """Return the PDDL problem of the game in a crowded household."""
    furniture = list(blueprint.furniture)
    for i in range(1, len(furniture), 2):  # Every second piece moves to the place of the one before.
        kind, position, _ = furniture[i]
        furniture[i] = (kind, position, furniture[i - 1][2])
    text = problem_text(msgspec.structs.replace(blueprint, furniture=tuple(furniture)))
    facts = parse(text).facts
    at = dict(facts["inreceptacle"])
    nested = [
        f"(inReceptacleObject {inner} {outer})"
        for (outer,) in facts.get("isreceptacleobject", [])
        for inner in [t for (t,) in facts["pickupable"] if t != outer and at[t] == at[outer]][:2]
    ]
    cold = [f"(isCool {thing})" for (thing,) in facts.get("coolable", [])[::3]]
    closed = {r for (r,) in facts["openable"]}
    lamps = [f"(toggleable {thing})" for thing, place in facts["inreceptacle"] if place in closed][:1]
    extra = [*nested, *cold, *lamps]
    basins = [r for r, kind in facts["receptacletype"] if kind == "sinkbasintype"]
    if basins:
        place = dict(facts["receptacleatlocation"])[basins[0]]
        extra += [f"(receptacleType {_SINK} SinkType)", f"(receptacleAtLocation {_SINK} {place})"]
        text = text.replace(_OBJECTS, f"{_OBJECTS}{_SINK} - receptacle\n", 1)
    return text.replace(_END_OF_FACTS, "\n".join(["", *extra]) + _END_OF_FACTS, 1)


HOUSEHOLDS = {"plain": plain, "crowded": crowded}

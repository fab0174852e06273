"""From a blueprint to the PDDL problem and the goal sentence of an ALFWorld game."""

from __future__ import annotations

from agentgym.environments.alfworld.world.blueprint import Blueprint
from agentgym.environments.alfworld.world.household import (
    CLEANABLE,
    CONTAINERS,
    COOLABLE,
    FITS,
    HEATABLE,
    LAMP,
    OPENABLE,
    SLICEABLE,
)

_MANGLE = str.maketrans({"|": "_bar_", "-": "_minus_", "+": "_plus_", ".": "_dot_", ",": "_comma_"})
_PHRASES = {
    "pick_and_place_simple": (
        "put a {o} in {r}.",
        "put some {o} on {r}.",
        "find some {o} and put it in {r}.",
    ),
    "look_at_obj_in_light": ("look at {o} under the {r}.", "examine the {o} with the {r}."),
    "pick_clean_then_place_in_recep": ("put a clean {o} in {r}.", "clean some {o} and put it in {r}."),
    "pick_heat_then_place_in_recep": ("put a hot {o} in {r}.", "heat some {o} and put it in {r}."),
    "pick_cool_then_place_in_recep": ("put a cool {o} in {r}.", "cool some {o} and put it in {r}."),
    "pick_two_obj_and_place": ("put two {o} in {r}.", "find two {o} and put them in {r}."),
}
_QUALITY = {
    "pick_clean_then_place_in_recep": ("cleanable", "isClean"),
    "pick_heat_then_place_in_recep": ("heatable", "isHot"),
    "pick_cool_then_place_in_recep": ("coolable", "isCool"),
}
# Types that the domain's actions name must exist in every problem.
_ALWAYS_RECEPTACLES = ("SinkBasin", "Sink", "Microwave", "Fridge")
_ALWAYS_OBJECTS = ("Knife", "ButterKnife")


def goal_sentence(blueprint: Blueprint) -> str:
    """Return ``Your task is to: …`` in one of the wordings of the task type."""
    phrases = _PHRASES[blueprint.kind]
    text = phrases[blueprint.phrase % len(phrases)]
    return f"Your task is to: {text.format(o=blueprint.target.lower(), r=blueprint.destination.lower())}"


def problem_text(blueprint: Blueprint) -> str:
    """Return the PDDL problem, in the form that alfworld writes and TextWorld reads."""
    pieces = [(_raw(c, position), c, _mangled(location)) for c, position, location in blueprint.furniture]
    things = [(_raw(c, position), c, number) for c, position, number in blueprint.things]
    start = _mangled(blueprint.start)
    object_types = sorted({c for _, c, _ in things} | set(_ALWAYS_OBJECTS))
    receptacle_types = sorted({c for _, c, _ in pieces} | set(_ALWAYS_RECEPTACLES))
    lines = [
        f"(define (problem plan_{_mangled(blueprint.id)})",
        "(:domain alfred)",
        "(:objects",
        "agent1 - agent",
    ]
    lines += [f"{c}Type - otype" for c in object_types]
    lines += [f"{c}Type - rtype" for c in receptacle_types]
    lines += [f"{name} - object" for name, _, _ in things]
    lines += [f"{name} - receptacle" for name, _, _ in pieces]
    lines += [f"{place} - location" for place in sorted({place for _, _, place in pieces} | {start})]
    lines += [")", "(:init", f"(atLocation agent1 {start})"]
    for name, kind, place in pieces:
        lines += [f"(receptacleType {name} {kind}Type)", f"(receptacleAtLocation {name} {place})"]
        lines += [f"(openable {name})"] * (kind in OPENABLE)
    for name, kind, number in things:
        receptacle, _, place = pieces[number]
        lines += [f"(objectType {name} {kind}Type)", f"(inReceptacle {name} {receptacle})"]
        lines += [f"(objectAtLocation {name} {place})"]
        lines += [f"({p} {name})" for p in _properties(kind)]
    for receptacle_type in sorted({c for _, c, _ in pieces}):
        lines += [
            f"(canContain {receptacle_type}Type {c}Type)" for c in object_types if c in FITS[receptacle_type]
        ]
    return "\n".join([*lines, ")", f"(:goal {_goal(blueprint)})", ")"])


def _properties(kind: str) -> list[str]:
    if kind == LAMP:
        return ["toggleable"]
    table = (
        ("cleanable", CLEANABLE), ("heatable", HEATABLE), ("coolable", COOLABLE), ("sliceable", SLICEABLE),
        ("isReceptacleObject", CONTAINERS),
    )  # fmt: skip
    return ["pickupable"] + [p for p, kinds in table if kind in kinds]


def _goal(blueprint: Blueprint) -> str:
    target, destination = f"{blueprint.target}Type", f"{blueprint.destination}Type"
    if blueprint.kind == "look_at_obj_in_light":
        return (
            "(and (exists (?ot - object ?r - receptacle ?a - agent ?l - location) (and "
            f"(objectType ?ot {destination}) (toggleable ?ot) (isToggled ?ot) (receptacleAtLocation ?r ?l) "
            "(atLocation ?a ?l) (inReceptacle ?ot ?r))) "
            f"(exists (?o - object ?a - agent) (and (objectType ?o {target}) (holds ?a ?o))))"
        )
    if blueprint.kind == "pick_two_obj_and_place":
        return (
            "(and (exists (?r - receptacle) (exists (?o1 - object) (and "
            f"(objectType ?o1 {target}) (receptacleType ?r {destination}) (inReceptacle ?o1 ?r) "
            f"(exists (?o2 - object) (and (not (= ?o1 ?o2)) (objectType ?o2 {target}) "
            f"(receptacleType ?r {destination}) (inReceptacle ?o2 ?r)))))))"
        )
    quality = _QUALITY.get(blueprint.kind)
    able, done = (f"({quality[0]} ?o) ", f"({quality[1]} ?o) ") if quality else ("", "")
    return (
        f"(and (exists (?r - receptacle) (exists (?o - object) (and {able}"
        f"(objectType ?o {target}) (receptacleType ?r {destination}) {done}(inReceptacle ?o ?r)))))"
    )


def _raw(kind: str, position: str) -> str:
    # A sink's basin is named after the sink, as in ALFRED: "Sink|…|SinkBasin" is shown as "sinkbasin 1".
    if kind.endswith("Basin"):
        return _mangled(f"{kind.removesuffix('Basin')}|{position}|{kind}")
    return _mangled(f"{kind}|{position}")


def _mangled(name: str) -> str:
    return name.translate(_MANGLE)

"""Making the embedded catalogue and its goals from a seed.

Products come in families of three neighbours: the same brand and kind, told apart by attributes, options or
price, so that a goal cannot be met by the first hit alone.
"""

from __future__ import annotations

import hashlib
import random
from typing import Any

from agentgym.environments.webshop.authoring.departments import BRANDS, COLORS, DEPARTMENTS, Department, Kind

FAMILIES = 13
"""Families per kind; three products each."""
GOALS = 1_640
"""No product has two, so that none is in two splits."""

_OPENERS = (
    "i'm looking for {a}", "i need {a}", "find me {a}", "i want to buy {a}", "can you help me find {a}",
    "i am shopping for {a}", "please get me {a}", "looking for {a}",
)  # fmt: skip
_BULLETS = (
    "{A} - the first thing that {user} ask for in a {kind}.",
    "{A}: checked by our own team before it leaves the workshop.",
    "{A}. We chose {material} for this reason.",
    "What sets it apart: {a}.",
)
_DESCRIPTIONS = (
    "The {brand} {kind} is made of {material} and thought out for {user}. Its strong points: {a} and {b}. "
    "It comes with a two year promise: if something is wrong, we replace it.",
    "{brand} has made things of {material} for a long time. People who bought this {kind} for {user} "
    "praise two things about it: {a}, and {b}.",
    "A {kind} should do its work without being noticed. This one, in {material}, offers {a} as well as {b}, and "
    "suits {user}.",
)


def make_items(seed: int = 0) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the items and the attribute file of the catalogue, in the official schema."""
    items: list[dict[str, Any]] = []
    attributes: dict[str, Any] = {}
    for department in DEPARTMENTS:
        for kind in department.kinds:
            for family in range(FAMILIES):
                rng = random.Random(f"{seed}/{department.category}/{kind.name}/{family}")
                for item, own in _family(department, kind, family, rng):
                    items.append(item)
                    attributes[item["asin"]] = {"attributes": own}
    return items, attributes


def make_goals(items: list[dict[str, Any]], attributes: dict[str, Any], seed: int = 0) -> dict[str, Any]:
    """Return instructions in the schema of the human instruction file: ASIN to a list of entries."""
    rng = random.Random(f"{seed}/goals")
    chosen = rng.sample(items, GOALS)
    goals: dict[str, Any] = {}
    for item in chosen:
        goals[item["asin"]] = [_goal(item, attributes[item["asin"]]["attributes"], rng)]
    return goals


def _family(
    department: Department, kind: Kind, family: int, rng: random.Random
) -> list[tuple[dict[str, Any], list[str]]]:
    brand = rng.choice(BRANDS)
    material = rng.choice(kind.materials)
    user = rng.choice(department.users)
    base = rng.uniform(*kind.price)
    shared = rng.sample(kind.attributes, 2)
    members = []
    for number in range(3):
        others = [a for a in kind.attributes if a not in shared]
        own = [*rng.sample(shared, rng.randint(1, 2)), *rng.sample(others, rng.randint(1, 2))]
        price = round(base * rng.uniform(0.75, 1.35), 2)
        pricing = (
            f"${price}" if rng.random() < 0.75 else f"${price}${round(price * rng.uniform(1.1, 1.6), 2)}"
        )
        title = _title(brand, kind, material, user, own, rng)
        members.append(
            (_item(department, kind, family, number, title, pricing, brand, material, user, own, rng), own)
        )
    return members


def _item(
    department: Department, kind: Kind, family: int, number: int, title: str, pricing: str, brand: str,
    material: str, user: str, own: list[str], rng: random.Random,
) -> dict[str, Any]:  # fmt: skip
    options: dict[str, Any] = {}
    if department.category != "grocery" and rng.random() < 0.8:
        options["color"] = _values(sorted(rng.sample(COLORS, rng.randint(2, 5))))
    if kind.sizes:
        first = rng.randint(0, max(0, len(kind.sizes) - 3))
        options[kind.option] = _values(list(kind.sizes[first : first + rng.randint(2, 6)]))
    words = {"kind": kind.name, "user": user, "material": material, "brand": brand}
    bullets = [rng.choice(_BULLETS).format(A=a[0].upper() + a[1:], a=a, **words) for a in own]
    return {
        "asin": _asin(f"{department.category}/{kind.name}/{family}/{number}"),
        "name": title,
        "full_description": rng.choice(_DESCRIPTIONS).format(a=own[0], b=own[-1], **words),
        "small_description": bullets,
        "product_category": f"{department.path} › {kind.path}",
        "category": department.category,
        "query": kind.name,
        "customization_options": options or "",
        "pricing": pricing,
        "images": [""],
        "average_rating": "",
        "page": 1,
    }


def _title(brand: str, kind: Kind, material: str, user: str, own: list[str], rng: random.Random) -> str:
    name, stuff = kind.name.title(), material.title()
    first, last = own[0].title(), own[-1].title()
    return rng.choice(
        (
            f"{brand} {stuff} {name} for {user.title()}, {first} and {last}",
            f"{brand} {first} {name} - {stuff}, {last}, for {user.title()}",
            f"{name} by {brand}, {last} {stuff} Design for {user.title()}",
            f"{first} {stuff} {name} ({last}) - {brand}",
        )
    )


def _goal(item: dict[str, Any], own: list[str], rng: random.Random) -> dict[str, Any]:
    wanted = rng.sample(own, rng.randint(1, min(2, len(own))))
    options = item["customization_options"] or {}
    chosen = {name: rng.choice(values)["value"] for name, values in options.items() if rng.random() < 0.85}
    features = " and ".join(wanted)
    leading = f"{wanted[0]} {item['query']}" if len(wanted) == 1 and rng.random() < 0.6 else item["query"]
    article = "" if item["query"].endswith("s") else "an " if leading[0] in "aeiou" else "a "
    thing = f"{article}{leading}" if leading != item["query"] else f"{article}{leading}, {features}"
    text = rng.choice(_OPENERS).format(a=thing)
    parts = [_option_phrase(name, value, rng) for name, value in chosen.items()]
    return {
        "asin": item["asin"],
        "instruction": f"{text}{''.join(parts)}",
        "instruction_attributes": wanted,
        "instruction_options": list(chosen.values()),
    }


def _option_phrase(name: str, value: str, rng: random.Random) -> str:
    if name == "color":
        return rng.choice((f" in {value}", f", {value} colored", f", and the color should be {value}"))
    if name in value:  # "pack of 2", "12 pieces" name their option themselves
        return rng.choice((f", {value}", f", and it must be {value}"))
    return rng.choice((f", {name} {value}", f" with {name} {value}", f", and it must be {value}"))


def _values(values: list[str]) -> list[dict[str, str]]:
    return [{"value": v, "image": ""} for v in values]


def _asin(key: str) -> str:
    """Return an invented ASIN: ten characters, as the official ones."""
    return "B0" + hashlib.sha256(key.encode()).hexdigest()[:8].upper()

"""The same world under invented names and with other numbers: what a model remembers is worth nothing there."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.things import Thing
from agentgym.tools.encyclopedia.library import folded

_ONSETS = "b br c cr d dr f fl g gr h j k kl l m n p pr r s sk st t th tr v vr w y z".split()
_VOWELS = "a e i o u a e o ai ea ou".split()
_CODAS = ["", "", "", "l", "m", "n", "r", "s", "th", "nd", "rk", "st", "x"]


def renamed(found: list[Thing], seed: int = 0) -> list[Thing]:
    """Return the things with invented names, one for each, and with shifted numbers; relations stay as they are.

    Args:
        found: all things, untitled.
        seed: what is invented.
    """
    rng = random.Random(seed)
    names = _Names(rng, {folded(t.name) for t in found})
    new: dict[str, str] = {}
    for name in sorted({t.name for t in found if t.kind in (things.CITY, things.STATE, things.COUNTRY)}):
        new[name] = names.word(2, 3)  # namesakes stay namesakes
    for word in sorted({w for t in found for k, w in t.words.items() if k in ("family", "place")}):
        new.setdefault(word, f"{names.word(2, 2).lower()}s" if word.islower() else names.word(2, 2))
    shift = _shift(rng, found)
    return [
        replace(
            t,
            name=new[t.name]
            if t.kind in (things.CITY, things.STATE, things.COUNTRY)
            else _STYLES[t.kind](names),
            numbers=shift(t),
            words={k: new.get(w, w) for k, w in t.words.items()},
        )
        for t in sorted(found, key=lambda t: t.id)
    ]


class _Names:
    """Invents words, each once."""

    def __init__(self, rng: random.Random, taken: set[str]) -> None:
        self.rng = rng
        self.taken = set(taken)

    def word(self, least: int, most: int, suffix: str = "") -> str:
        while True:
            parts = [
                self.rng.choice(_ONSETS) + self.rng.choice(_VOWELS)
                for _ in range(self.rng.randint(least, most))
            ]
            made = ("".join(parts) + (suffix or self.rng.choice(_CODAS))).capitalize()
            if made.lower() not in self.taken:
                self.taken.add(made.lower())
                return made

    def person(self) -> str:
        return f"{self.word(1, 2)} {self.word(2, 3)}"


_STYLES: dict[str, Callable[[_Names], str]] = {
    things.AIRPORT: lambda n: (
        f"{n.word(2, 3)} {n.rng.choice(('Airport', 'Regional Airport', 'International Airport'))}"
    ),
    things.LANGUAGE: lambda n: n.word(2, 2, n.rng.choice(("ish", "ian", "ese", "ic"))),
    things.SCRIPT: lambda n: n.word(2, 3, "i"),
    things.CURRENCY: lambda n: f"{n.word(2, 2, 'ian')} {n.word(1, 2)}",
    things.ZONE: lambda n: f"{n.word(1, 2)}/{n.word(2, 3)}",
    things.CONTINENT: lambda n: n.word(2, 3, "a"),
    things.ELEMENT: lambda n: n.word(2, 2, "ium").lower(),
    things.DISCOVERER: lambda n: n.person(),
}


def _shift(rng: random.Random, found: list[Thing]) -> Callable[[Thing], dict[str, float]]:
    """Return what gives a thing its new numbers: one factor an attribute, another order of the elements."""
    attributes = sorted({(t.kind, a) for t in found for a in t.numbers if not a.startswith("n_")})
    factors = {key: rng.choice((rng.uniform(0.55, 0.8), rng.uniform(1.25, 1.8))) for key in attributes}
    places = [t.numbers["number"] for t in found if t.kind == things.ELEMENT]
    drawn = rng.sample(sorted(places), len(places))
    order = dict(zip(drawn, drawn[1:] + drawn[:1], strict=True))  # a single ring: none keeps its number
    years = rng.choice((-1, 1)) * rng.randint(12, 40)

    def moved(thing: Thing, attribute: str, value: float) -> float:
        if attribute.startswith("n_"):
            return value
        if attribute == "number":
            return order[value]
        if attribute == "year":
            return value + years
        if attribute == "offset":
            return 60 - value  # clocks run the other way round the globe, and none is as it was
        if attribute in ("latitude", "longitude"):
            return round(-0.9 * value, 2)
        factor = factors[thing.kind, attribute]
        stretched = value * factor
        return float(round(stretched)) if value == round(value) else float(f"{stretched:.6g}")

    return lambda thing: {a: moved(thing, a, v) for a, v in thing.numbers.items()}

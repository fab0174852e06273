"""Things: what the encyclopedia has articles about, and what is known of them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace

COUNTRY, CITY, AIRPORT, LANGUAGE, SCRIPT, CURRENCY = (
    "country",
    "city",
    "airport",
    "language",
    "script",
    "currency",
)
ZONE, STATE, CONTINENT, ELEMENT, DISCOVERER = "time zone", "state", "continent", "element", "discoverer"
KINDS = (
    COUNTRY, CITY, AIRPORT, LANGUAGE, SCRIPT, CURRENCY, ZONE, STATE, CONTINENT, ELEMENT, DISCOVERER,
)  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """One thing.

    Attributes:
        id: its id in the graph.
        kind: one of :data:`KINDS`.
        name: what it is called.
        title: the title of its article; the name, with a bracket where several things are called so.
        links: ids of other things by relation, sorted.
        numbers: values by attribute.
        words: values that are words and have no article (a family of elements).
    """

    id: str
    kind: str
    name: str
    title: str = ""
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def draw(self, what: str, count: int) -> int:
        """Return one of ``count`` numbers, always the same one for this thing and ``what``."""
        return zlib.crc32(f"{self.id}/{what}".encode()) % count


class World:
    """All things, by id and by title."""

    def __init__(self, things: list[Thing], name: str = "real") -> None:
        self.name = name
        self.things = {t.id: t for t in things}
        self.titles = {t.title: t for t in things}

    def of(self, kind: str) -> list[Thing]:
        """Return the things of a kind, in the order of their ids."""
        return sorted((t for t in self.things.values() if t.kind == kind), key=lambda t: t.id)

    def one(self, thing: Thing, relation: str) -> Thing | None:
        """Return the only thing that a relation leads to; ``None`` where there is none, or more than one."""
        linked = thing.links.get(relation, ())
        return self.things.get(linked[0]) if len(linked) == 1 else None

    def all(self, thing: Thing, relation: str) -> list[Thing]:
        """Return the things that a relation leads to."""
        return [self.things[i] for i in thing.links.get(relation, ()) if i in self.things]


def without(thing: Thing, kept: set[str]) -> Thing:
    """Return the thing with only those links that lead to things that are kept."""
    links = {r: tuple(i for i in ids if i in kept) for r, ids in thing.links.items()}
    return replace(thing, links={r: ids for r, ids in links.items() if ids})

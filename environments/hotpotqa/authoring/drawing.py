"""Drawing candidates: which things a question of a template could be about, by their ids alone."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, zip_longest

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.relations import RELATIONS, follow
from agentgym.environments.hotpotqa.authoring.templates import Chain, Comparison, Same, Template
from agentgym.environments.hotpotqa.authoring.things import Thing, World
from agentgym.tools.encyclopedia.library import folded

Ids = tuple[str, ...]


def draws(world: World, template: Template, rng: random.Random) -> Iterator[Ids]:
    """Yield the ids of things to ask about, in random order; a pair comes in random order, too."""
    if isinstance(template, Chain):
        sources = world.of(RELATIONS[template.relations[0]].source)
        return iter([(t.id,) for t in rng.sample(sources, len(sources))])
    if isinstance(template, Comparison):
        return _pairs(world.of(template.source), rng)
    if isinstance(template, Same):
        return _alternating(world, template, rng)
    return _namesakes(world, rng)


def end(world: World, thing: Thing, relations: tuple[str, ...]) -> Thing | str | None:
    """Return what relations lead to, one after the other."""
    here: Thing | str | None = thing
    for relation in relations:
        here = follow(world, here, RELATIONS[relation]) if isinstance(here, Thing) else None
    return here


def _pairs(members: list[Thing], rng: random.Random) -> Iterator[Ids]:
    for _ in range(20_000):
        a, b = rng.sample(members, 2)
        yield a.id, b.id


def _alternating(world: World, template: Same, rng: random.Random) -> Iterator[Ids]:
    """Yield pairs that lead to the same and pairs that do not, in turn."""
    groups: dict[str, list[Thing]] = defaultdict(list)
    for thing in world.of(template.source):
        reached = end(world, thing, template.relations)
        if reached is not None:
            groups[reached.id if isinstance(reached, Thing) else reached].append(thing)
    known = [t for g in groups.values() for t in g]
    several = [g for g in groups.values() if len(g) > 1]

    def same() -> Iterator[Ids]:
        for _ in range(3_000):
            a, b = rng.sample(rng.choice(several), 2)
            yield a.id, b.id

    return (ids for ids in chain.from_iterable(zip_longest(same(), _pairs(known, rng))) if ids is not None)


def _namesakes(world: World, rng: random.Random) -> Iterator[Ids]:
    """Yield the two cities of a name that no third thing has."""
    groups: dict[str, list[Thing]] = defaultdict(list)
    for thing in world.things.values():
        groups[folded(thing.title)].append(thing)
    pairs = [g for g in groups.values() if len(g) == 2 and all(t.kind == things.CITY for t in g)]
    for pair in rng.sample(pairs, len(pairs)):
        a, b = sorted(pair, key=lambda t: t.id)
        yield a.id, b.id

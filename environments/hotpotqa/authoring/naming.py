"""Titles of articles: a thing's name, with a bracket where several things are called the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.things import Thing, World, without
from agentgym.tools.encyclopedia.library import folded

_BRACKETS = {things.STATE: "U.S. state", things.DISCOVERER: "scientist"}


def titled(found: list[Thing], name: str = "real") -> World:
    """Return a world of things with titles; those that cannot be told apart are left out."""
    by_id = {t.id: t for t in found}
    shared = Counter(folded(t.name) for t in found)
    drafts = {
        t.id: t.name if shared[folded(t.name)] == 1 else f"{t.name} ({_bracket(t, by_id)})" for t in found
    }
    clashing = Counter(_plain(title) for title in drafts.values())
    kept = {i for i, title in drafts.items() if clashing[_plain(title)] == 1}
    return World([without(replace(by_id[i], title=drafts[i]), kept) for i in sorted(kept)], name)


def _plain(title: str) -> str:
    return title.casefold()


def _bracket(thing: Thing, by_id: dict[str, Thing]) -> str:
    if thing.kind == things.CITY:
        # A city of the United States is told by its state, any other by its country.
        place = by_id.get((thing.links.get("state") or thing.links.get("country") or ("",))[0])
        return place.name if place is not None else things.CITY
    return _BRACKETS.get(thing.kind, thing.kind)

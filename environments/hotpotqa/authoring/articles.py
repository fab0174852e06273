"""Writing the articles of a world, and remembering which sentence tells which fact."""

from __future__ import annotations

import re
from typing import NamedTuple

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.things import Thing, World
from agentgym.environments.hotpotqa.authoring.wording import ARTICLES
from agentgym.tools.encyclopedia.articles import Article

_HOLE = re.compile(r"\{(\w+)\}")
_ONE_ONLY = {"continent", "capital", "country", "state", "zone", "city", "script"}
_LISTS = {"neighbours", "languages", "currency", "zones", "discoverers", "elements"}
_WITH_ARTICLE = re.compile(
    r"United .*|.* (?:Islands|Republic|Emirates|Territor(?:y|ies)|States)|(?:Democratic )?Republic .*|Isle of .*|"
    r"Netherlands|Philippines|Bahamas|Gambia|Comoros|Maldives|Seychelles|Vatican"
)


class Told(NamedTuple):
    """A written article.

    Attributes:
        article: its text.
        facts: position among all sentences of the article, and keyword, by the name of the fact.
    """

    article: Article
    facts: dict[str, tuple[int, str]]

    def leads(self, fact: str) -> bool:
        """Whether the first paragraph tells a fact."""
        return self.facts[fact][0] < len(self.article.paragraphs[0])


def write(world: World, thing: Thing) -> Told:
    """Write the article of a thing; every wording is drawn by the thing's own id."""
    values = known(world, thing)
    paragraphs: list[tuple[str, ...]] = []
    facts: dict[str, tuple[int, str]] = {}
    position = 0
    for number, described in enumerate(ARTICLES[thing.kind]):
        sentences: list[str] = []
        for place, fact in enumerate(described):
            wording = fact.wordings[thing.draw(f"{number}.{place}", 3)]
            if not all(hole in values for hole in _HOLE.findall(wording)):
                continue
            sentences.append((" " if sentences else "") + wording.format(**values))
            if fact.name:
                facts[fact.name] = (position, fact.keyword)
            position += 1
        if sentences:
            paragraphs.append(tuple(sentences))
    return Told(Article(title=thing.title, paragraphs=tuple(paragraphs)), facts)


def known(world: World, thing: Thing) -> dict[str, str]:
    """Return what is known of a thing as texts, by the names of the holes in :mod:`.wording`."""
    name = named(thing)
    found = {"title": thing.title, "Title": _upper(thing.title), "Name": _upper(name)}
    for relation in thing.links:
        linked = world.all(thing, relation)
        if relation in _ONE_ONLY and len(linked) == 1:
            found[relation] = named(linked[0])
            found[f"bare_{relation}"] = linked[0].title
        elif relation in _LISTS and linked:
            found[relation] = listed([named(t) for t in linked])
    if thing.kind == things.CURRENCY and (only := world.one(thing, "countries")) is not None:
        found["country"] = named(only)
    for attribute, value in thing.numbers.items():
        found[attribute] = number(attribute, value)
    if thing.kind == things.CURRENCY and "country" in found:
        found.pop("n_countries", None)  # One country's own: the other sentence is not about it.
    return found | thing.words


def named(thing: Thing) -> str:
    """Return a thing as it stands in a sentence: by its title, some countries with an article, scripts by name."""
    if thing.kind == things.SCRIPT:
        return thing.name  # The word "script" stands beside it.
    the = thing.kind == things.COUNTRY and _WITH_ARTICLE.fullmatch(thing.title)
    return f"the {thing.title}" if the else thing.title


def number(attribute: str, value: float) -> str:
    """Return the value of an attribute as it is written."""
    if attribute in ("latitude", "longitude"):
        side = ("south", "north") if attribute == "latitude" else ("west", "east")
        return f"{abs(value):.2f} degrees {side[value >= 0]}"
    if attribute == "offset":
        hours, minutes = divmod(abs(round(value)), 60)
        return f"UTC{'-' if value < 0 else '+'}{hours:02}:{minutes:02}"
    if attribute in ("year", "number"):
        return str(round(value))
    if attribute in ("population", "area", "elevation") or attribute.startswith("n_"):
        return f"{round(value):,}" if value == round(value) else f"{value:,.10g}"
    return f"{value:.10g}"


def listed(names: list[str]) -> str:
    """Return names as one text."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]

"""The relations that questions walk along: how each is asked, and how it is named within a longer question."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.articles import number
from agentgym.environments.hotpotqa.authoring.things import Thing, World


class Relation(NamedTuple):
    """A relation of things of one kind to one thing or value.

    Attributes:
        source: kind of the things that have it.
        fact: the fact in :mod:`.wording` that tells it.
        link: the link that it follows; empty for an attribute.
        target: kind of what it leads to; empty for a value.
        ask: the question for it, in several ways; ``{x}`` is the thing.
        phrase: a noun phrase for what it leads to; empty where nothing follows.
    """

    source: str
    fact: str
    link: str
    target: str
    ask: tuple[str, ...]
    phrase: tuple[str, ...] = ()


RELATIONS: dict[str, Relation] = {
    "airport-city": Relation(
        things.AIRPORT, "city", "city", things.CITY,
        ("Which city does {x} serve?", "What is the city that {x} serves?"),
        ("the city that {x} serves", "the city served by {x}"),
    ),
    "city-country": Relation(
        things.CITY, "country", "country", things.COUNTRY,
        ("In which country does {x} lie?", "Which country is {x} in?", "What country does {x} belong to?"),
        ("the country in which {x} lies", "the country of {x}"),
    ),
    "city-state": Relation(
        things.CITY, "state", "state", things.STATE,
        ("Which state does {x} belong to?", "In which state is {x} found?"),
    ),
    "city-zone": Relation(
        things.CITY, "zone", "zone", things.ZONE,
        ("Which time zone is {x} in?", "What is the time zone of {x}?",
         "By which time zone are the clocks of {x} set?"),
        ("the time zone of {x}", "the time zone that holds in {x}"),
    ),
    "city-population": Relation(
        things.CITY, "population", "", "",
        ("How many inhabitants does {x} have?", "What is the number of inhabitants of {x}?"),
    ),
    "country-capital": Relation(
        things.COUNTRY, "capital", "capital", things.CITY,
        ("What is the capital of {x}?", "Which city is the capital of {x}?", "Name the capital of {x}."),
        ("the capital of {x}",),
    ),
    "country-continent": Relation(
        things.COUNTRY, "continent", "continent", things.CONTINENT,
        ("To which continent is {x} counted?", "On which continent is {x}?", "Which continent does {x} belong to?"),
    ),
    "country-currency": Relation(
        things.COUNTRY, "currency", "currency", things.CURRENCY,
        ("Which currency is used in {x}?", "What is the currency of {x}?", "What do people pay with in {x}?"),
    ),
    "country-language": Relation(
        things.COUNTRY, "languages", "languages", things.LANGUAGE,
        ("Which language has an official standing in {x}?", "What is the official language of {x}?"),
        ("the official language of {x}", "the language that is official in {x}"),
    ),
    "country-population": Relation(
        things.COUNTRY, "population", "", "",
        ("How many inhabitants does {x} have?", "What is the number of inhabitants of {x}?"),
    ),
    "country-area": Relation(
        things.COUNTRY, "area", "", "",
        ("How many square kilometres does {x} cover?", "What is the area of {x} in square kilometres?"),
    ),
    "currency-country": Relation(
        things.CURRENCY, "country", "countries", things.COUNTRY,
        ("Whose money is the {x}?", "Of which country is the {x} the money?"),
        ("the country whose money is the {x}", "the country that has the {x} as its money"),
    ),
    "language-script": Relation(
        things.LANGUAGE, "script", "script", things.SCRIPT,
        ("In which script is {x} written?", "Which script is used for {x}?", "What is the script of {x}?"),
    ),
    "zone-offset": Relation(
        things.ZONE, "offset", "", "",
        ("What is the difference of {x} to UTC in January?", "How far from UTC is {x} in January?"),
    ),
    "element-number": Relation(
        things.ELEMENT, "number", "", "",
        ("Which number does {x} have in the periodic table?", "What is the number of {x} in the periodic table?"),
    ),
    "element-family": Relation(
        things.ELEMENT, "family", "", "",
        ("To which family of elements does {x} belong?", "Which family of elements is {x} placed in?"),
    ),
    "element-year": Relation(
        things.ELEMENT, "year", "", "",
        ("In which year was {x} discovered?", "What is the year in which {x} was discovered?"),
    ),
    "element-melting": Relation(
        things.ELEMENT, "melting", "", "",
        ("At how many kelvin does {x} melt?", "What is the melting point of {x} in kelvin?"),
    ),
    "element-discoverer": Relation(
        things.ELEMENT, "discoverers", "discoverers", things.DISCOVERER,
        ("Who discovered {x}?", "By whom was {x} discovered?"),
        ("the discoverer of {x}", "the person who discovered {x}"),
    ),
    "discoverer-element": Relation(
        things.DISCOVERER, "elements", "elements", things.ELEMENT,
        ("Which element was found by {x}?", "Which chemical element is {x} known for finding?"),
        ("the element that {x} found", "the chemical element found by {x}"),
    ),
    "discoverer-other": Relation(
        things.DISCOVERER, "elements", "elements", things.ELEMENT,
        ("Which other element was found by {x}?", "Which element did {x} find besides?"),
    ),
    "airport-elevation": Relation(
        things.AIRPORT, "elevation", "", "",
        ("How many feet above the sea is {x}?", "What is the elevation of {x} in feet?"),
    ),
    "city-latitude": Relation(things.CITY, "latitude", "", "", ("What is the latitude of {x}?",)),
}  # fmt: skip


def follow(world: World, thing: Thing, relation: Relation, begin: Thing | None = None) -> Thing | str | None:
    """Return the only thing or value that a relation leads to; ``None`` where there is none, or more than one.

    The thing that a chain has begun with is not led back to.
    """
    if relation.link:
        # A capital city of two countries, a country with two official languages: no one answer.
        reached = [t for t in world.all(thing, relation.link) if t is not begin]
        return reached[0] if len(reached) == 1 else None
    if relation.fact in thing.words:
        return thing.words[relation.fact]
    value = thing.numbers.get(relation.fact)
    return None if value is None else number(relation.fact, value)

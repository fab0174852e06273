"""Templates of questions: chains of relations, comparisons, and yes-no questions, by level.

Easy: the first paragraphs of two articles tell it. Medium: something must be looked up, or two things compared. Hard:
three hops, comparisons of what two things lead to, or a name that several articles share.
"""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.hotpotqa.authoring import things


class Chain(NamedTuple):
    """Relations one after the other; the last one is asked for."""

    level: str
    relations: tuple[str, ...]

    @property
    def form(self) -> str:
        """The name of the template."""
        return "/".join(self.relations)


class Comparison(NamedTuple):
    """Which of two things has more of something: the things, or what they lead to.

    Attributes:
        level: level of its questions.
        source: kind of the things that are named.
        bridge: relation from those to what is compared; empty where they are compared themselves.
        attribute: relation to the value.
        ask: the question, with ``{a}`` and ``{b}``; two wordings for the larger value, two for the smaller.
        apart: least difference, as a share of the larger value; above 1 in the value's own unit.
    """

    level: str
    source: str
    bridge: str
    attribute: str
    larger: tuple[str, ...]
    smaller: tuple[str, ...] = ()
    apart: float = 0.05

    @property
    def form(self) -> str:
        """The name of the template."""
        return f"compare:{self.bridge + '/' if self.bridge else ''}{self.attribute}"


class Same(NamedTuple):
    """Whether two things lead to the same."""

    level: str
    source: str
    relations: tuple[str, ...]
    ask: tuple[str, ...]

    @property
    def form(self) -> str:
        """The name of the template."""
        return f"same:{'/'.join(self.relations)}"


class Shared(NamedTuple):
    """A chain that begins with the more populous of two cities of one name, which is all that the question gives."""

    level: str
    relations: tuple[str, ...]

    @property
    def form(self) -> str:
        """The name of the template."""
        return f"shared:{'/'.join(self.relations)}"


Template = Chain | Comparison | Same | Shared

_CHAINS = {
    "easy": (
        "airport-city/city-country", "city-country/country-capital", "city-country/country-continent",
        "currency-country/country-capital", "currency-country/country-continent", "discoverer-element/element-number",
        "discoverer-element/element-family",
    ),
    "medium": (
        "city-country/country-currency", "city-country/country-language", "city-country/country-population",
        "city-country/country-area", "airport-city/city-zone", "airport-city/city-state",
        "airport-city/city-population", "country-capital/city-population", "country-language/language-script",
        "element-discoverer/discoverer-other", "currency-country/country-language", "currency-country/country-area",
        "city-zone/zone-offset", "discoverer-element/element-melting", "discoverer-element/element-year",
    ),
    "hard": (
        "airport-city/city-country/country-currency", "airport-city/city-country/country-language",
        "airport-city/city-country/country-capital", "airport-city/city-zone/zone-offset",
        "city-country/country-language/language-script",
        "city-country/country-capital/city-population", "airport-city/city-country/country-area",
        "currency-country/country-language/language-script", "currency-country/country-capital/city-population",
        "country-capital/city-zone/zone-offset",
    ),
}  # fmt: skip

_COMPARISONS = (
    Comparison("medium", things.COUNTRY, "", "country-population",
               ("Which has more inhabitants, {a} or {b}?", "{a} and {b}: where do more people live?"),
               ("Which has fewer inhabitants, {a} or {b}?",)),
    Comparison("medium", things.COUNTRY, "", "country-area",
               ("Which covers the larger area, {a} or {b}?", "Of {a} and {b}, which is the larger country by area?"),
               ("Which covers the smaller area, {a} or {b}?",)),
    Comparison("medium", things.CITY, "", "city-population",
               ("Which city has more inhabitants, {a} or {b}?", "Which is the more populous city, {a} or {b}?"),
               ("Which is the less populous city, {a} or {b}?",)),
    Comparison("medium", things.CITY, "", "city-latitude",
               ("Which city lies farther to the north, {a} or {b}?",),
               ("Which city lies farther to the south, {a} or {b}?",), 2.0),
    Comparison("medium", things.ELEMENT, "", "element-year",
               ("Which element was discovered later, {a} or {b}?",),
               ("Which element was discovered first, {a} or {b}?", "Was {a} or {b} discovered earlier?"), 5.0),
    Comparison("medium", things.ELEMENT, "", "element-melting",
               ("Which element melts at a higher temperature, {a} or {b}?",),
               ("Which element melts at a lower temperature, {a} or {b}?",)),
    Comparison("medium", things.AIRPORT, "", "airport-elevation",
               ("Which airport lies higher above the sea, {a} or {b}?",),
               ("Which airport lies lower, {a} or {b}?",), 50.0),
    Comparison("hard", things.CITY, "city-country", "country-area",
               ("Which country covers the larger area: the one in which {a} lies, or the one in which {b} lies?",
                "{a} and {b} lie in two countries. Which of these is the larger by area?"),
               ("Which country covers the smaller area: the one in which {a} lies, or the one in which {b} lies?",)),
    Comparison("hard", things.CITY, "city-country", "country-population",
               ("Which country has more inhabitants: the one in which {a} lies, or the one in which {b} lies?",),
               ("Of the countries in which {a} and {b} lie, which has fewer inhabitants?",)),
    Comparison("hard", things.AIRPORT, "airport-city", "city-population",
               ("Which city has more inhabitants: the one that {a} serves, or the one that {b} serves?",),
               ("Of the cities that {a} and {b} serve, which one has fewer inhabitants?",)),
    Comparison("hard", things.DISCOVERER, "discoverer-element", "element-melting",
               ("Which element melts at a higher temperature: the one that {a} found, or the one that {b} found?",),
               ("Which element melts at a lower temperature: the one that {a} found, or the one that {b} found?",)),
)  # fmt: skip

_SAME = (
    Same("easy", things.CITY, ("city-country",),
         ("Do {a} and {b} lie in the same country?", "Are {a} and {b} cities of the same country?")),
    Same("easy", things.COUNTRY, ("country-continent",),
         ("Are {a} and {b} on the same continent?", "Do {a} and {b} belong to the same continent?")),
    Same("easy", things.ELEMENT, ("element-family",),
         ("Do {a} and {b} belong to the same family of elements?",)),
    Same("easy", things.AIRPORT, ("airport-city",), ("Do {a} and {b} serve the same city?",)),
    Same("medium", things.COUNTRY, ("country-currency",),
         ("Do {a} and {b} have the same currency?", "Is the same money used in {a} and {b}?")),
    Same("medium", things.CITY, ("city-zone",), ("Are {a} and {b} in the same time zone?",)),
    Same("medium", things.COUNTRY, ("country-language",), ("Is the official language of {a} that of {b} as well?",)),
    Same("medium", things.ELEMENT, ("element-discoverer",), ("Were {a} and {b} discovered by the same person?",)),
    Same("hard", things.CITY, ("city-country", "country-currency"),
         ("Is the same currency used in the country in which {a} lies and in the one in which {b} lies?",)),
    Same("hard", things.CITY, ("city-country", "country-language"),
         ("Is the same language official in the country of {a} and in the country of {b}?",)),
    Same("hard", things.AIRPORT, ("airport-city", "city-zone"),
         ("Are the city that {a} serves and the city that {b} serves in the same time zone?",)),
)  # fmt: skip

_SHARED = (
    Shared("hard", ("city-country", "country-capital")),
    Shared("hard", ("city-country", "country-currency")),
    Shared("hard", ("city-zone",)),
    Shared("hard", ("city-population",)),
)

TEMPLATES: tuple[Template, ...] = (
    *(Chain(level, tuple(c.split("/"))) for level, chains in _CHAINS.items() for c in chains),
    *_COMPARISONS,
    *_SAME,
    *_SHARED,
)

"""Reading the embedded knowledge graph: which of its things get an article, and what is said about them.

The graph is open data that another environment has collected; what is made of it here ships as files of its own, so
that playing needs nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.things import Thing, without

Triple = tuple[str, str, str]
"""Subject, relation and object, as :class:`~agentgym.environments.knowledge_graph.world.index.Index` yields them."""

_KINDS = {
    "e.country": things.COUNTRY, "e.city": things.CITY, "e.airport": things.AIRPORT, "e.language": things.LANGUAGE,
    "e.script": things.SCRIPT, "e.currency": things.CURRENCY, "e.zone": things.ZONE, "e.us": things.STATE,
    "e.continent": things.CONTINENT, "e.element": things.ELEMENT, "e.chemist": things.DISCOVERER,
}  # fmt: skip
_LINKS = {
    "geography.country.continent": "continent", "geography.country.capital": "capital",
    "geography.country.neighbours": "neighbours", "geography.country.official_languages": "languages",
    "geography.country.currency": "currency", "geography.country.time_zones": "zones",
    "geography.country.cities": "cities", "geography.continent.countries": "countries",
    "geography.city.country": "country", "geography.city.time_zone": "zone", "geography.city.us_state": "state",
    "geography.city.airports": "airports", "geography.city.capital_of": "capital_of",
    "geography.us_state.country": "country", "geography.us_state.cities": "cities",
    "geography.us_state.counties": "counties", "aviation.airport.city": "city", "language.language.script": "script",
    "language.language.official_in": "countries", "language.script.languages": "languages",
    "money.currency.countries": "countries", "time.time_zone.cities": "cities", "time.time_zone.countries": "countries",
    "chemistry.element.discoverers": "discoverers", "chemistry.discoverer.elements": "elements",
}  # fmt: skip
_NUMBERS = {
    "geography.continent.population": "population", "geography.country.population": "population",
    "geography.country.area": "area", "geography.city.population": "population", "geography.city.latitude": "latitude",
    "geography.city.longitude": "longitude", "time.time_zone.offset": "offset",
    "aviation.airport.elevation": "elevation", "aviation.airport.latitude": "latitude",
    "chemistry.element.atomic_number": "number", "chemistry.element.discovery_year": "year",
    "chemistry.element.melting_point": "melting", "chemistry.element.boiling_point": "boiling",
    "chemistry.element.density": "density",
}  # fmt: skip
_WORDS = {
    "chemistry.element.series": "family", "chemistry.element.group": "group", "chemistry.element.period": "period",
    "chemistry.element.discovered_in": "place",
}  # fmt: skip
_COUNTED = ("counties", "cities", "airports", "countries", "languages", "elements")
"""Links of which an article tells how many there are in the graph, also of those without an article."""
_GONE = {"e.country_an", "e.country_cs"}
"""Countries that are no more: the Netherlands Antilles, Serbia and Montenegro."""
_SAME = {
    "e.chemist_m_klaproth": "e.chemist_martin_klaproth", "e.chemist_r_bunsen": "e.chemist_robert_bunsen",
    "e.chemist_sir_h_davy": "e.chemist_sir_humphrey_davy", "e.chemist_g_kirchoff": "e.chemist_gustov_kirchoff",
    "e.chemist_sir_william_ramsey": "e.chemist_sir_william_ramsay", "e.chemist_j_berzelius": "e.chemist_j_ns_berzelius",
}  # fmt: skip
"""People whom the source names in two ways."""
_NO_PERSON = {"et al", "U of Calif", "Los Alamos"}


def read(triples: Iterable[Triple]) -> list[Thing]:
    """Return the things that get an article, untitled."""
    out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, r, o in triples:
        out[_SAME.get(s, s)][r].append(_SAME.get(o, o))
    found = [_thing(i, kind, out) for i in sorted(out) if (kind := _kind(i, out[i])) is not None]
    taken = {t.id for t in found if _taken(t)}
    cities = {t.id for t in found if t.kind == things.CITY and t.id in taken}
    # Airports of the cities that are taken, time zones and money that something taken has.
    taken |= {t.id for t in found if t.kind == things.AIRPORT and set(t.links.get("city", ())) & cities}
    for t in found:
        if t.id in taken:
            taken |= {*t.links.get("zone", ()), *t.links.get("zones", ()), *t.links.get("currency", ())}
    scripts = {
        s for t in found if t.kind == things.LANGUAGE and t.id in taken for s in t.links.get("script", ())
    }
    taken |= scripts
    return [without(t, taken) for t in found if t.id in taken]


def _kind(entity: str, facts: dict[str, list[str]]) -> str | None:
    kind = _KINDS.get("_".join(entity.split("_")[:1]))
    if kind is None or entity.startswith(("e.us_county", "e.language_use", "e.currency_use")):
        return None
    return kind if "type.object.name" in facts else None


def _thing(entity: str, kind: str, out: dict[str, dict[str, list[str]]]) -> Thing:
    facts = out[entity]
    links = {_LINKS[r]: tuple(sorted(set(o) - _GONE)) for r, o in facts.items() if r in _LINKS}
    numbers = {_NUMBERS[r]: float(_value(o[0])) for r, o in facts.items() if r in _NUMBERS}
    numbers |= {f"n_{name}": float(len(ids)) for name, ids in links.items() if name in _COUNTED}
    words = {
        _WORDS[r]: _value(out[o[0]]["type.object.name"][0])
        for r, o in facts.items()
        if r in _WORDS and len(o) == 1
    }
    name = _value(facts["type.object.name"][0]).strip().removeprefix("The ")
    return Thing(entity, kind, name, links=links, numbers=numbers, words=words)


def _taken(thing: Thing) -> bool:
    """Whether a thing gets an article whatever else does."""
    if thing.kind == things.CITY:
        people = thing.numbers.get("population", 0)
        # The graph tells capitals by the country's link; a city has the reverse of it.
        return (
            "capital_of" in thing.links or people >= 250_000 or ("state" in thing.links and people >= 100_000)
        )
    if thing.kind == things.LANGUAGE:
        return "script" in thing.links
    if thing.kind == things.DISCOVERER:
        return thing.name not in _NO_PERSON
    return thing.id not in _GONE and thing.kind not in (
        things.AIRPORT,
        things.ZONE,
        things.CURRENCY,
        things.SCRIPT,
    )


def _value(literal: str) -> str:
    """Return the text of a literal: what stands between its quotes."""
    return literal[1 : literal.rindex('"')]

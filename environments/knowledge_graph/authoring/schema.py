"""The ontology of the embedded graph: classes, relations with their reverses, attributes."""

from __future__ import annotations

from typing import NamedTuple

from agentgym.environments.knowledge_graph.world.ontology import Ontology
from agentgym.environments.knowledge_graph.world.terms import NAME, TYPE

NAMESPACE = "urn:agentgym:kg:"


class Relation(NamedTuple):
    """A relation, the class it leads to, and the relation that leads back."""

    name: str
    range: str
    reverse: str

    @property
    def domain(self) -> str:
        """The class it leads out of: all but the last part of its name."""
        return self.name.rsplit(".", 1)[0]


class Attribute(NamedTuple):
    """An attribute and the XML Schema datatype of its values."""

    name: str
    datatype: str


RELATIONS = (
    Relation("geography.country.continent", "geography.continent", "geography.continent.countries"),
    Relation("geography.country.capital", "geography.city", "geography.city.capital_of"),
    Relation("geography.country.neighbours", "geography.country", "geography.country.neighbours"),
    Relation("geography.city.country", "geography.country", "geography.country.cities"),
    Relation("geography.city.time_zone", "time.time_zone", "time.time_zone.cities"),
    Relation("geography.country.time_zones", "time.time_zone", "time.time_zone.countries"),
    Relation("geography.city.us_state", "geography.us_state", "geography.us_state.cities"),
    Relation("geography.us_county.state", "geography.us_state", "geography.us_state.counties"),
    Relation("geography.us_state.country", "geography.country", "geography.country.us_states"),
    Relation("geography.country.language_uses", "language.use", "language.use.country"),
    Relation("language.use.language", "language.language", "language.language.uses"),
    Relation("language.use.status", "language.status", "language.status.uses"),
    Relation("geography.country.official_languages", "language.language", "language.language.official_in"),
    Relation("language.language.script", "language.script", "language.script.languages"),
    Relation("geography.country.currency_uses", "money.use", "money.use.country"),
    Relation("money.use.currency", "money.currency", "money.currency.uses"),
    Relation("geography.country.currency", "money.currency", "money.currency.countries"),
    Relation("aviation.airport.city", "geography.city", "geography.city.airports"),
    Relation("chemistry.element.series", "chemistry.series", "chemistry.series.elements"),
    Relation("chemistry.element.group", "chemistry.group", "chemistry.group.elements"),
    Relation("chemistry.element.period", "chemistry.period", "chemistry.period.elements"),
    Relation("chemistry.element.discoverers", "chemistry.discoverer", "chemistry.discoverer.elements"),
    Relation("chemistry.element.discovered_in", "chemistry.place", "chemistry.place.elements"),
    Relation("chemistry.isotope.element", "chemistry.element", "chemistry.element.isotopes"),
    Relation("chemistry.isotope.decay_modes", "chemistry.decay_mode", "chemistry.decay_mode.isotopes"),
)

ATTRIBUTES = (
    Attribute("geography.continent.population", "integer"),
    Attribute("geography.country.population", "integer"),
    Attribute("geography.country.area", "decimal"),
    Attribute("geography.city.population", "integer"),
    Attribute("geography.city.latitude", "decimal"),
    Attribute("geography.city.longitude", "decimal"),
    Attribute("time.time_zone.offset", "integer"),
    Attribute("language.use.percent", "decimal"),
    Attribute("money.use.since", "date"),
    Attribute("money.use.until", "date"),
    Attribute("aviation.airport.elevation", "integer"),
    Attribute("aviation.airport.latitude", "decimal"),
    Attribute("chemistry.element.atomic_number", "integer"),
    Attribute("chemistry.element.atomic_weight", "decimal"),
    Attribute("chemistry.element.density", "decimal"),
    Attribute("chemistry.element.electronegativity", "decimal"),
    Attribute("chemistry.element.discovery_year", "integer"),
    Attribute("chemistry.element.crust_abundance", "decimal"),
    Attribute("chemistry.element.melting_point", "decimal"),
    Attribute("chemistry.element.boiling_point", "decimal"),
    Attribute("chemistry.isotope.mass_number", "integer"),
    Attribute("chemistry.isotope.abundance", "decimal"),
    Attribute("chemistry.isotope.discovery_year", "integer"),
)


def ontology() -> Ontology:
    """Return the ontology; names and classes of entities are in the graph, but the tools do not list them."""
    relations: dict[str, Relation] = {}
    for r in RELATIONS:
        relations[r.name] = r
        relations[r.reverse] = Relation(r.reverse, r.domain, r.name)
    return Ontology(
        relations=frozenset(relations) - {NAME, TYPE},
        attributes=frozenset(a.name for a in ATTRIBUTES),
        domains={name: r.domain for name, r in relations.items()},
        ranges={name: r.range for name, r in relations.items()},
        reverse={name: r.reverse for name, r in relations.items()},
    )

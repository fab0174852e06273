"""Collecting facts."""

from __future__ import annotations

from agentgym.environments.knowledge_graph.authoring.facts import Facts, slug
from agentgym.environments.knowledge_graph.world.terms import NAME, TYPE, XSD


def test_an_edge_brings_its_reverse_and_needs_both_ends() -> None:
    facts = Facts()
    france = facts.entity("e.country_fr", "geography.country", "France")
    facts.relate(france, "geography.country.capital", "e.city_1")
    paris = facts.entity("e.city_1", "geography.city", "Paris")
    facts.relate(france, "geography.country.capital", paris)
    assert facts.triples == {
        (france, TYPE, "geography.country"), (france, NAME, '"France"@en'),
        (paris, TYPE, "geography.city"), (paris, NAME, '"Paris"@en'),
        (france, "geography.country.capital", paris), (paris, "geography.city.capital_of", france),
    }  # fmt: skip


def test_values_have_the_datatype_of_their_attribute() -> None:
    facts = Facts()
    element = facts.entity("e.element_1", "chemistry.element", "hydrogen")
    before = set(facts.triples)
    facts.describe(element, "chemistry.element.crust_abundance", 1.5e-7)
    facts.describe(element, "chemistry.element.atomic_number", 1)
    facts.describe(element, "chemistry.element.density", None)
    facts.describe("e.unknown", "chemistry.element.density", 1.0)
    assert {o for _, _, o in facts.triples - before} == {
        f'"0.00000015"^^<{XSD}decimal>', f'"1"^^<{XSD}integer>',
    }  # fmt: skip
    assert slug(" Saint-Étienne (Loire) ") == "saint_tienne_loire"

"""What of the graph gets an article."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring import graph, things

EN = '"{}"@en'
TRIPLES = [
    ("e.country_xx", "type.object.name", '"The Xandes"@en'),
    ("e.country_xx", "geography.country.capital", "e.city_1"),
    ("e.country_xx", "geography.country.cities", "e.city_1"),
    ("e.country_xx", "geography.country.cities", "e.city_2"),
    ("e.country_xx", "geography.country.area", '"12.5"^^<d>'),
    ("e.city_1", "type.object.name", '"Small"@en'),
    ("e.city_1", "geography.city.capital_of", "e.country_xx"),
    ("e.city_1", "geography.city.population", '"10"^^<i>'),
    ("e.city_2", "type.object.name", '"Tiny"@en'),
    ("e.city_2", "geography.city.population", '"20"^^<i>'),
    ("e.airport_a", "type.object.name", '"A Airport"@en'),
    ("e.airport_a", "aviation.airport.city", "e.city_1"),
    ("e.airport_b", "type.object.name", '"B Airport"@en'),
    ("e.airport_b", "aviation.airport.city", "e.city_2"),
    ("e.element_1", "type.object.name", '"xanium"@en'),
    ("e.element_1", "chemistry.element.discoverers", "e.chemist_m_klaproth"),
    ("e.element_1", "chemistry.element.series", "e.series_1"),
    ("e.series_1", "type.object.name", '"xans"@en'),
    ("e.chemist_m_klaproth", "type.object.name", '"M. Klaproth"@en'),
    ("e.chemist_martin_klaproth", "type.object.name", '"Martin Klaproth"@en'),
    ("e.chemist_x", "type.object.name", '"et al"@en'),
    ("e.us_county_1", "type.object.name", '"County"@en'),
    ("e.language_use_xx", "type.object.name", '"use"@en'),
]


def test_what_is_taken() -> None:
    found = {t.id: t for t in graph.read(TRIPLES)}
    assert set(found) == {
        "e.country_xx", "e.city_1", "e.airport_a", "e.element_1", "e.chemist_martin_klaproth",
    }  # fmt: skip
    country = found["e.country_xx"]
    assert (country.kind, country.name) == (things.COUNTRY, "Xandes")
    assert country.links == {"capital": ("e.city_1",), "cities": ("e.city_1",)}
    assert country.numbers == {"area": 12.5, "n_cities": 2.0}, "counted are those without an article, too"
    element = found["e.element_1"]
    assert element.words == {"family": "xans"} and element.links == {
        "discoverers": ("e.chemist_martin_klaproth",)
    }

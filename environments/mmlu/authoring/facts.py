"""Questions of fact: geography, languages and chemistry, from the open data of the embedded knowledge graph."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from agentgym.environments.mmlu.authoring.drawing import Draft

_KNOWN = 100_000
"""People in a city that questions ask about."""


class Facts:
    """The graph by subject and relation, with names.

    Args:
        triples: subject, relation, object.
    """

    def __init__(self, triples: Iterable[tuple[str, str, str]]) -> None:
        self.out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, relation, target in triples:
            self.out[subject][relation].append(target)

    def name(self, thing: str) -> str:
        """Return the name of a thing; a value is its own."""
        named = self.out[thing]["type.object.name"] if thing.startswith("e.") else [thing]
        return _text(named[0]) if named else ""

    def all(self, kind: str, relation: str) -> list[tuple[str, list[str]]]:
        """Return (thing, what the relation leads to) of all things of a class that have the relation."""
        return [
            (thing, sorted(found))
            for thing in sorted(self.out)
            if kind in self.out[thing]["type.object.type"] and (found := self.out[thing][relation])
        ]

    def number(self, thing: str, relation: str) -> float:
        """Return a number, 0 where there is none."""
        found = self.out[thing][relation]
        return float(_text(found[0])) if found else 0.0


def _text(literal: str) -> str:
    return literal[1:].partition('"')[0] if literal.startswith('"') else literal


def _links(facts: Facts, kind: str, relation: str, form: str, wanted: Callable[[str], bool]) -> list[Draft]:
    """Return questions ``form`` about things with one object of a relation; what others have is wrong."""
    pairs = [(s, o[0]) for s, o in facts.all(kind, relation) if len(o) == 1 and wanted(s)]
    pool = sorted({facts.name(o) for _, o in pairs})
    return [
        Draft(form.format(facts.name(s)), facts.name(o), tuple(p for p in pool if p != facts.name(o)))
        for s, o in pairs
    ]


def _capitals(facts: Facts) -> list[Draft]:
    found = []
    for country, capitals in facts.all("geography.country", "geography.country.capital"):
        right = facts.name(capitals[0])
        others = {facts.name(c) for c in facts.out[country]["geography.country.cities"]} - {right}
        near = {
            facts.name(c)
            for n in facts.out[country]["geography.country.neighbours"]
            for c in facts.out[n]["geography.country.capital"]
        } - {right}
        wrong = tuple(sorted(others | near))
        if len(wrong) >= 3:
            found.append(Draft(f"Which city is the capital of {facts.name(country)}?", right, wrong))
    return found


def _neighbours(facts: Facts) -> list[Draft]:
    found = []
    for country, around in facts.all("geography.country", "geography.country.neighbours"):
        same = facts.out[country]["geography.country.continent"]
        others = {
            facts.name(c)
            for continent in same
            for c in facts.out[continent]["geography.continent.countries"]
            if c != country and c not in around
        }
        for neighbour in around[:1]:
            found.append(
                Draft(
                    f"Which of these countries has a border with {facts.name(country)}?",
                    facts.name(neighbour),
                    tuple(sorted(others)),
                )
            )
    return found


def _languages(facts: Facts) -> list[Draft]:
    relation = "geography.country.official_languages"
    rows = facts.all("geography.country", relation)
    pool = {facts.name(o) for _, found in rows for o in found}
    return [
        Draft(
            f"Which of these is an official language of {facts.name(country)}?",
            facts.name(spoken[0]),
            tuple(sorted(pool - {facts.name(o) for o in spoken})),
        )
        for country, spoken in rows
    ]


def _elements(facts: Facts) -> list[Draft]:
    rows = [(s, facts.number(s, "chemistry.element.atomic_number")) for s, _ in
            facts.all("chemistry.element", "chemistry.element.atomic_number")]  # fmt: skip
    found = []
    for element, number in rows:
        near = tuple(str(int(number) + d) for d in (-12, -8, -3, -2, -1, 1, 2, 3, 8, 12) if number + d > 0)
        found.append(Draft(f"What is the atomic number of {facts.name(element)}?", str(int(number)), near))
        others = tuple(sorted(facts.name(e) for e, n in rows if n != number))
        found.append(
            Draft(f"Which element has the atomic number {int(number)}?", facts.name(element), others)
        )
    return found


def _families(facts: Facts) -> list[Draft]:
    return _links(
        facts, "chemistry.element", "chemistry.element.series",
        "Which family of elements does {} belong to?", lambda _: True,
    )  # fmt: skip


def _airports(facts: Facts) -> list[Draft]:
    def clear(airport: str) -> bool:
        city = facts.out[airport]["aviation.airport.city"][0]
        known = facts.number(city, "geography.city.population") >= 3 * _KNOWN
        return known and facts.name(city).casefold() not in facts.name(airport).casefold()

    return _links(facts, "aviation.airport", "aviation.airport.city", "Which city does {} serve?", clear)


def _known_city(facts: Facts) -> Callable[[str], bool]:
    twice: dict[str, int] = defaultdict(int)
    for city, _ in facts.all("geography.city", "geography.city.country"):
        twice[facts.name(city)] += 1
    return lambda c: facts.number(c, "geography.city.population") >= 8 * _KNOWN and twice[facts.name(c)] == 1


def subjects(facts: Facts) -> Iterator[tuple[str, list[Draft]]]:
    """Yield each subject with what can be asked."""
    country, city = "geography.country", "geography.city"
    known = _known_city(facts)
    yield "capitals", _capitals(facts)
    yield "neighbouring_countries", _neighbours(facts)
    yield "official_languages", _languages(facts)
    yield "chemical_elements", _elements(facts)
    yield "element_families", _families(facts)
    yield "airports", _airports(facts)
    yield (
        "currencies",
        _links(facts, country, "geography.country.currency", "What is paid with in {}?", lambda _: True),
    )
    yield "cities", _links(facts, city, "geography.city.country", "In which country is {}?", known)
    yield "time_zones", _links(facts, city, "geography.city.time_zone", "In which time zone is {}?", known)
    yield (
        "scripts_of_languages",
        [
            d
            for d in _links(
                facts,
                "language.language",
                "language.language.script",
                "In which script is {} written?",
                lambda _: True,
            )
            if d.right != "Latin"
        ],
    )
    yield (
        "discoverers_of_elements",
        _links(
            facts, "chemistry.element", "chemistry.element.discoverers", "Who discovered {}?", lambda _: True
        ),
    )


def shuffled(drafts: list[Draft], rng: random.Random) -> list[Draft]:
    """Return the drafts in a drawn order."""
    return rng.sample(drafts, len(drafts))

"""Relations."""

from __future__ import annotations

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.relations import RELATIONS, follow
from agentgym.environments.hotpotqa.authoring.things import Thing, World
from agentgym.environments.hotpotqa.authoring.wording import ARTICLES


def test_every_relation_is_told_by_an_article() -> None:
    for name, relation in RELATIONS.items():
        facts = {f.name for p in ARTICLES[relation.source] for f in p}
        assert relation.fact in facts, name
        assert all("{x}" in text for text in relation.ask + relation.phrase), name
        assert not relation.phrase or relation.target, name


def test_only_one_answer_is_one() -> None:
    a, b = (Thing(i, things.COUNTRY, i, i) for i in "ab")
    city = Thing("c", things.CITY, "c", "c", links={"country": ("a",)}, numbers={"population": 5.0})
    two = Thing("d", things.CITY, "d", "d", links={"country": ("a", "b")})
    world = World([a, b, city, two])
    country = RELATIONS["city-country"]
    assert follow(world, city, country) is a and follow(world, two, country) is None
    assert follow(world, two, country, begin=b) is a, "it does not lead back"
    assert follow(world, city, RELATIONS["city-population"]) == "5"
    assert follow(world, two, RELATIONS["city-population"]) is None

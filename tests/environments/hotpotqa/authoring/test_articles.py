"""Articles of things."""

from __future__ import annotations

import pytest

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.articles import listed, named, number, write
from agentgym.environments.hotpotqa.authoring.things import Thing, World


def test_every_article_is_whole(both: list[World]) -> None:
    for world in both:
        for thing in world.things.values():
            told = write(world, thing)
            text = told.article.text
            assert told.article.lead and "{" not in text and "}" not in text, thing
            assert not any(s != s.rstrip() or not s.endswith(".") for s in told.article.sentences())
            sentences = list(told.article.sentences())
            assert all(
                keyword.lower() in sentences[position].lower() for position, keyword in told.facts.values()
            ), thing


def test_what_is_not_known_is_not_told() -> None:
    world = World([Thing("c", things.CITY, "Vil", "Vil", numbers={"population": 1234.0})])
    told = write(world, world.things["c"])
    assert set(told.facts) == {"population"} and "1,234" in told.article.text


@pytest.mark.parametrize(
    ("attribute", "value", "written"),
    [
        ("population", 1234567.0, "1,234,567"), ("area", 0.44, "0.44"), ("latitude", -3.5, "3.50 degrees south"),
        ("longitude", 0.0, "0.00 degrees east"), ("offset", -210.0, "UTC-03:30"), ("offset", 0.0, "UTC+00:00"),
        ("year", 1789.0, "1789"), ("melting", 1337.33, "1337.33"), ("n_cities", 2.0, "2"),
    ],
)  # fmt: skip
def test_numbers(attribute: str, value: float, written: str) -> None:
    assert number(attribute, value) == written


def test_names_in_a_sentence() -> None:
    def country(name: str) -> str:
        return named(Thing("x", things.COUNTRY, name, name))

    assert country("United States") == "the United States" and country("Cook Islands") == "the Cook Islands"
    assert country("Central African Republic").startswith("the ") and country("Peru") == "Peru"
    assert named(Thing("x", things.CITY, "United States", "United States")) == "United States"
    assert named(Thing("x", things.SCRIPT, "Latin", "Latin (script)")) == "Latin"
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c"

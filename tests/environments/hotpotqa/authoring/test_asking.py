"""Questions of templates."""

from __future__ import annotations

import pytest

from agentgym.environments.hotpotqa.authoring import things
from agentgym.environments.hotpotqa.authoring.asking import Asker, Draft, Unfair
from agentgym.environments.hotpotqa.authoring.templates import TEMPLATES, Comparison, Template
from agentgym.environments.hotpotqa.authoring.things import Thing, World

FORMS = {t.form: t for t in TEMPLATES}
COUNTRY = {"continent": ("k",), "capital": ("c1",)}


def world() -> World:
    return World([
        Thing("k", things.CONTINENT, "Terra", "Terra"),
        Thing("n", things.COUNTRY, "Norland", "Norland", links=COUNTRY, numbers={"area": 100.0}),
        Thing("s", things.COUNTRY, "Sudland", "Sudland", links=COUNTRY, numbers={"area": 101.0}),
        Thing("w", things.COUNTRY, "Westland", "Westland", links={"continent": ("k",)}, numbers={"area": 500.0}),
        Thing("a", things.AIRPORT, "Norland Airport", "Norland Airport", links={"city": ("c1",)}),
        Thing("c1", things.CITY, "Orsa", "Orsa", links={"country": ("n",)}, numbers={"population": 900.0}),
        Thing("c2", things.CITY, "Twin", "Twin (Norland)", links={"country": ("n",)}, numbers={"population": 500.0}),
        Thing("c3", things.CITY, "Twin", "Twin (Sudland)", links={"country": ("s",)}, numbers={"population": 90.0}),
        Thing("c4", things.CITY, "Far", "Far", links={"country": ("w",)}),
    ])  # fmt: skip


def ask(form: str, *ids: str) -> Draft:
    return Asker(world()).ask(FORMS[form], ids)


def test_a_chain() -> None:
    draft = ask("city-country/country-continent", "c1")
    assert draft.answer == "Terra" and "Orsa" in draft.text and "Norland" not in draft.text
    assert [(h.search, h.keyword, h.finds, h.uses) for h in draft.hops] == [
        ("Orsa", "", "Norland", -1), ("Norland", "", "Terra", 0),
    ]  # fmt: skip


def test_a_comparison() -> None:
    draft = ask("compare:country-area", "n", "w")
    assert draft.answer == ("Norland" if "smaller" in draft.text else "Westland")
    assert [h.keyword for h in draft.hops] == ["square kilometres"] * 2


def test_yes_and_no() -> None:
    assert ask("same:city-country", "c1", "c2").answer == "yes"
    assert ask("same:city-country", "c1", "c3").answer == "no"


def test_namesakes() -> None:
    draft = ask("shared:city-population", "c2", "c3")
    assert draft.answer == "500" and draft.hops[0].search == "Twin" and draft.hops[0].sentence == -1
    assert [h.search for h in draft.hops[1:]] == ["Twin (Norland)", "Twin (Sudland)"]


@pytest.mark.parametrize(
    ("form", "ids", "why"),
    [
        ("airport-city/city-country", ("a",), "holds"),
        ("city-country/country-capital", ("c4",), "no one answer"),
        ("city-country/country-capital", ("c1",), "no one answer"),  # it is the capital itself
        ("compare:country-area", ("n", "s"), "too close"),
        ("compare:city-country/country-area", ("c1", "c2"), "too close"),
        ("shared:city-population", ("c1", "c4"), "too close"),
    ],
)
def test_unfair_ones(form: str, ids: tuple[str, ...], why: str) -> None:
    with pytest.raises(Unfair, match=why):
        ask(form, *ids)


def test_an_answer_with_a_bracket_is_none() -> None:
    changed = world()
    things_ = [t for t in changed.things.values() if t.id != "k"]
    other = World([*things_, Thing("k", things.CONTINENT, "Terra", "Terra (continent)")])
    with pytest.raises(Unfair, match="bracket"):
        Asker(other).ask(FORMS["city-country/country-continent"], ("c1",))


def test_wording_depends_on_the_things_alone() -> None:
    template: Template = FORMS["compare:country-area"]
    assert isinstance(template, Comparison)
    assert Asker(world()).ask(template, ("n", "w")) == Asker(world()).ask(template, ("n", "w"))

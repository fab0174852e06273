"""A visit: pages, transitions, and the original's recorded episodes."""

from __future__ import annotations

import gzip
import json
import re

import msgspec
import pytest

from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.official.goals import synthetic_goals
from agentgym.environments.webshop.scoring import reward
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.nouns import tagger
from agentgym.environments.webshop.world.pages import visible
from agentgym.environments.webshop.world.session import Session
from tests.environments.webshop import real
from tests.shared_data import shared


class Priced(Catalogue):
    """A catalogue at recorded prices: the original draws them anew in each process."""

    def __init__(self, catalogue: Catalogue, prices: dict[str, float]) -> None:
        super().__init__(catalogue.products, catalogue.positions, catalogue.index)
        self.prices = prices

    def price(self, asin: str) -> float:
        return self.prices[asin]


def visit(**arguments: object) -> Session:
    goal = tasks.load(None, "test", goals="human", cut=(0, None))[0].data
    return Session(tasks.shop(None), goal, tagger("words", tasks.store().nouns), reward, **arguments)  # type: ignore[arg-type]


def test_one_hundred_recorded_episodes_replay_identically() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed; extra webshop")
    shop = real.catalogue()
    goals = synthetic_goals(shop)
    assert len(goals) == 6910
    nouns = tagger("spacy")
    with gzip.open(shared("webshop/golden_traces.jsonl.gz")) as lines:
        priced = Priced(shop, json.loads(next(lines))["prices"])
        episodes = 0
        for line in lines:
            trace = json.loads(line)
            recorded = trace["goal"]
            goal = goals[trace["goal_idx"]]
            assert (goal.asin, dict(goal.options)) == (recorded["asin"], recorded["goal_options"])
            assert goal.weight == pytest.approx(recorded["weight"])
            goal = msgspec.structs.replace(
                goal, instruction=recorded["instruction_text"], price_upper=recorded["price_upper"]
            )
            session = Session(priced, goal, nouns, reward, name="SESSION")
            for step in trace["steps"]:
                found = re.match(r"(.+)\[(.+)\]", step.get("a", ""))
                if found is not None and found[1] == "search":
                    session.search(found[2].lower())
                elif found is not None and found[1] == "click":
                    session.click(found[2].lower())
                assert session.text() == step["obs"]
                assert " [SEP] ".join(visible(n.text for n in session.nodes())) == step["obs"]
                assert session.clickables() == step["av"]["clickables"]
                assert session.has_search_bar == step["av"]["has_search_bar"]
                assert session.url() == step.get("url", session.url())
                value = session.outcome.value if session.outcome is not None else 0.0
                assert value == pytest.approx(step.get("r", value), abs=1e-12)
            episodes += 1
    assert episodes == 100


def test_pages_and_transitions() -> None:
    session = visit()
    assert session.clickables() == ["search"] and not session.click("search")
    session.search("rain jacket")
    first = session.clickables()
    assert session.click("next >") and "< prev" in session.clickables()
    session.click("< prev")
    assert session.clickables() == first
    asin = first[2]
    session.click(asin)
    assert session.clickables()[:6] == [
        "back to search",
        "< prev",
        "description",
        "features",
        "reviews",
        "buy now",
    ]
    option = session.clickables()[6]
    session.click(option)
    session.click("features")
    assert session.clickables() == ["back to search", "< prev"]
    session.click("< prev")
    assert list(session.options.values()) == [option], "options survive a sub page"
    session.click("< prev")
    session.click(asin)
    assert session.options == {}, "options are cleared by a page of results"
    session.search("<q> rain jacket")
    assert "Total results: 39" in session.text()


def test_a_random_search_follows_from_the_seed() -> None:
    def found(seed: int) -> list[str]:
        session = visit(seed=seed)
        session.search("<r>")
        return session.clickables()

    assert found(1) == found(1) != found(2)


def test_the_attributes_page_is_offered_on_request() -> None:
    for offered in (False, True):
        session = visit(show_attributes=offered)
        session.search("rain jacket")
        session.click(session.clickables()[2])
        assert ("attributes" in session.clickables()) is offered
        assert ("Attributes" in session.text()) is offered
        if offered:
            session.click("attributes")
            assert session.product is not None and session.text().endswith(session.product.product_category)


def test_after_the_purchase_nothing_happens() -> None:
    session = visit()
    session.search("rain jacket")
    session.click(session.clickables()[2])
    assert session.click("buy now") and session.outcome is not None
    page = session.text()
    session.search("green tea")
    assert not session.click("back to search") and session.clickables() == [] and session.text() == page

"""WebShop: the original's episodes, Lucene's order, the reward's traps, the embedded shop, broken data."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import gymnasium as gym
import msgspec
import pytest

import agentgym
from agentgym.environments.webshop import catalogue as catalogues
from agentgym.environments.webshop import embedded
from agentgym.environments.webshop.analyzer import analyze
from agentgym.environments.webshop.goals import Goal, human_goals, synthetic_goals
from agentgym.environments.webshop.nouns import tagger
from agentgym.environments.webshop.products import Product
from agentgym.environments.webshop.reward import reward, similarity
from agentgym.environments.webshop.session import Session, visible
from agentgym.errors import DataError, UnknownNameError
from tests.shared_data import shared

ENV = "AgentTune/WebShop-v0"


@pytest.fixture(scope="module")
def real() -> catalogues.Catalogue:
    items, attributes, _ = catalogues.locate(shared("webshop"))
    return catalogues.from_files(items, attributes)


def test_one_hundred_recorded_episodes_replay_identically(real: catalogues.Catalogue) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'agentgym[webshop]'")
    goals = synthetic_goals(real)
    assert len(goals) == 6910
    nouns = tagger("spacy")
    with gzip.open(shared("webshop/golden_traces.jsonl.gz")) as lines:
        prices = json.loads(next(lines))["prices"]
        shop = _with_prices(real, prices)
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
            session = Session(shop, goal, nouns, name="SESSION")
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


def _with_prices(catalogue: catalogues.Catalogue, prices: dict[str, float]) -> catalogues.Catalogue:
    class Priced(catalogues.Catalogue):
        def price(self, asin: str) -> float:
            return prices[asin]

    return Priced(catalogue.products, catalogue.positions, catalogue.index)


def test_eight_hundred_queries_give_lucenes_order(real: catalogues.Catalogue) -> None:
    queries = json.loads(gzip.decompress(shared("webshop/lucene_top50_queries.json.gz").read_bytes()))
    wrong = [
        query
        for query, hits in queries
        if [real.products[i].asin for i in real.index.search(query).documents] != [asin for asin, _ in hits]
    ]
    assert (len(queries), wrong) == (800, [])


def test_the_analyzer_gives_lucenes_tokens() -> None:
    recorded = json.loads(gzip.decompress(shared("webshop/lucene_tokens_1k.json.gz").read_bytes()))
    assert [q for q, tokens in recorded["queries"].items() if analyze(q) != tokens] == []
    items, attributes, _ = catalogues.locate(shared("webshop"))
    shop = catalogues.from_files(items, attributes)
    differing = [p.asin for p in shop.products if analyze(p.index_text) != recorded["docs"][p.asin]]
    assert len(differing) <= 2, "only the two documents with half-width and ornament characters may differ"


def test_human_goals_of_the_official_files(real: catalogues.Catalogue) -> None:
    _, _, human = catalogues.locate(shared("webshop"))
    goals = human_goals(real, catalogues.read_table(human))
    assert len(goals) == 13
    assert goals == human_goals(real, catalogues.read_table(human)), (
        "price limits do not change between calls"
    )
    assert goals != human_goals(real, catalogues.read_table(human), seed=1)


def test_the_expert_on_the_official_files() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'agentgym[webshop]'")
    run = agentgym.rollout(ENV, "expert", data=shared("webshop"), goals="synthetic", tasks=30)
    assert run.mean_reward is not None and run.mean_reward > 0.95 and run.failed == 0


def _product(**changes: object) -> Product:
    base = {
        "asin": "B000000001", "title": "Red Wool Hat", "category": "fashion", "query": "hat",
        "product_category": "Clothing › Hats › Winter", "description": "", "bullets": ["warm lining"], "options": {},
        "attributes": ["hand wash"], "prices": [10.0], "price_tag": "$10.0",
    }  # fmt: skip
    return Product(**(base | changes))  # type: ignore[arg-type]


def _goal(**changes: object) -> Goal:
    base = {
        "asin": "B000000001", "instruction": "a hat", "attributes": ["hand wash"], "options": ["red"],
        "price_upper": 20.0, "category": "fashion", "query": "hat", "title": "Red Wool Hat",
        "product_category": "Clothing › Hats › Winter",
    }  # fmt: skip
    return Goal(**(base | changes))  # type: ignore[arg-type]


def _nouns(title: str) -> tuple[str, ...]:
    return tuple(title.lower().split())


def test_the_reward_and_its_traps() -> None:
    full = reward(_product(), _goal(), 10.0, {"color": "red"}, _nouns)
    assert full.value == 1.0 and full.r_type == 1.0
    assert reward(_product(), _goal(), 10.0, {}, _nouns).value == pytest.approx(2 / 3)
    assert reward(_product(), _goal(), 25.0, {"color": "red"}, _nouns).value == pytest.approx(2 / 3)
    # An equal query does not save a foreign title: the later rules override.
    foreign = reward(_product(title="Blue Shoe"), _goal(), 10.0, {"color": "red"}, _nouns)
    assert (foreign.query_match, foreign.r_type, foreign.value) == (True, 0.0, 0.0)
    # Attributes count in title, bullets and description as well.
    assert (
        reward(_product(attributes=[]), _goal(attributes=["warm lining"]), 10.0, {"c": "red"}, _nouns).value
        == 1.0
    )
    # Colours are normalised: "dark red" is "dark", the first colour word of the list, not "red".
    assert reward(_product(), _goal(options=["dark red"]), 10.0, {"c": "dark grey"}, _nouns).r_option == 1.0
    # A synthetic option is a pair; membership, not substring, normalises it.
    assert (
        reward(_product(), _goal(options=[("color", "red")]), 10.0, {"color": "red"}, _nouns).r_option == 1.0
    )
    assert similarity("size medium", ("size", "medium")) == 100
    # No nouns in the goal's title: the score is 0.2, and alone not enough for 1.0.
    assert reward(_product(), _goal(title=""), 10.0, {}, _nouns).title_score == 0.2


def test_pages_and_transitions() -> None:
    shop = embedded.catalogue()
    goal = next(iter(embedded.goals("test").values()))
    session = Session(shop, goal, tagger("words", embedded.nouns()))
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


def test_the_embedded_shop_is_large_and_varied() -> None:
    shop = embedded.catalogue()
    assert len(shop) >= 3000 and len({p.category for p in shop.products}) >= 12
    goals = {split: embedded.goals(split) for split in ("train", "dev", "test")}
    assert sum(map(len, goals.values())) >= 1500 and len(goals["test"]) == 200
    asins = {split: {g.asin for g in table.values()} for split, table in goals.items()}
    assert (
        not asins["train"] & asins["test"]
        and not asins["train"] & asins["dev"]
        and not asins["dev"] & asins["test"]
    )


def test_the_generator_still_makes_what_is_stored() -> None:
    from agentgym.environments.webshop.generator import make_goals, make_items

    items, attributes = make_items()
    stored = embedded.store()
    assert (items, attributes) == (stored.items, stored.attributes)
    assert make_goals(items, attributes) == stored.instructions


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_expert_reaches_reward_one_on_every_goal(split: str) -> None:
    run = agentgym.rollout(ENV, "expert", split=split)
    assert run.mean_reward == 1.0 and run.failed == 0


def test_random_stays_low() -> None:
    run = agentgym.rollout(ENV, "random", split="test")
    assert run.mean_reward is not None and run.mean_reward < 0.2


@pytest.mark.parametrize("mode", ["text", "text_rich", "html", "url"])
def test_observation_modes(mode: str) -> None:
    env = gym.make(ENV, observation_mode=mode, profile="original")
    env.reset(seed=1)
    for _ in range(3):
        observation, *_ = env.step(env.unwrapped.suggest("expert"))
    marks = {
        "text": "[SEP] Buy Now",
        "text_rich": "[button] Buy Now [button_]",
        "html": ">Buy Now<",
        "url": "/item_page/",
    }
    assert marks[mode] in observation


def test_the_formats_of_the_profiles() -> None:
    paper = gym.make(ENV, profile="paper")
    paper.reset(seed=1)
    _, reward_, terminated, _, info = paper.step("Thought: x\n\nAction: search[hat]")
    assert (reward_, terminated, info["status"]) == (0.0, True, "invalid_format"), "the newline is required"
    relaxed = gym.make(ENV, profile="agentbench")
    relaxed.reset(seed=1)
    observation, _, terminated, _, _ = relaxed.step("Thought: x\n\nAction: search[hat]")
    assert not terminated and "Back to Search" in observation
    original = gym.make(ENV, profile="original")
    before, _ = original.reset(seed=1)
    assert original.step("think about it")[0] == before, "what is no action does nothing"


def test_broken_catalogues_say_what_is_wrong(tmp_path: Path) -> None:
    for name, content, message in (
        (
            "items_shuffle_1.json",
            '[{"asin": "B1", "name": "x"',
            "is cut off after 0 products.*Download it again",
        ),
        ("items_shuffle_2.json", '{"asin": 1}', "expected a JSON array"),
        ("items_shuffle_3.json", '[{"asin": "B1"}]', r"Item 0 \(B1\) has no field"),
        ("items_shuffle_4.json", "[3]", "entry 0 is no product but int"),
    ):
        (tmp_path / name).write_text(content)
        with pytest.raises(DataError, match=message):
            gym.make(ENV, data=tmp_path / name, goals="synthetic").reset()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match=r"holds no items_shuffle\*\.json"):
        gym.make(ENV, data=empty).reset()
    with pytest.raises(UnknownNameError, match="Unknown observation mode 'txt'"):
        gym.make(ENV, observation_mode="txt")

"""Parity with the original on a fresh clone: its own recordings over a shop of ours.

``record.py`` played the original's code (its text environment, its reward, Lucene through pyserini) on
:mod:`.shop` and on the catalogue that ships. What is compared is all that an agent can see, and every reward.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from agentgym.actions import ParseError
from agentgym.environments.webshop import tasks
from agentgym.environments.webshop.authoring.store import write_official
from agentgym.environments.webshop.official.files import locate, read_table
from agentgym.environments.webshop.official.goals import human_goals, synthetic_goals
from agentgym.environments.webshop.protocol import SEARCH, ShopGrammar
from agentgym.environments.webshop.scoring import reward
from agentgym.environments.webshop.world.catalogue import Catalogue
from agentgym.environments.webshop.world.goals import Goal
from agentgym.environments.webshop.world.nouns import spacy_nouns
from agentgym.environments.webshop.world.rendering import render_page
from agentgym.environments.webshop.world.session import Session
from agentgym.tools.bm25.analyzer import analyze
from tests.environments.webshop.golden.shop import content
from tests.environments.webshop.world.test_session import Priced

HERE = Path(__file__).parent


def recording(name: str) -> Any:
    return json.loads(gzip.decompress((HERE / f"{name}.json.gz").read_bytes()))


TRACES, LUCENE = recording("traces"), recording("lucene")
NOUNS = {title: tuple(words) for title, words in TRACES["nouns"].items()}
VISITS = [
    (number, visit) for number, part in enumerate(TRACES["sets"]) for visit in range(len(part["traces"]))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small shop in the official layout."""
    path = tmp_path_factory.mktemp("shop")
    write_official(path, content())
    return path


@pytest.fixture(scope="module")
def shop(folder: Path) -> Catalogue:
    """The small shop."""
    return tasks.shop(folder)


def goal_of(recorded: dict[str, Any]) -> Goal:
    options = recorded["goal_options"]
    return Goal(
        asin=recorded["asin"],
        instruction=recorded["instruction_text"],
        attributes=recorded["attributes"],
        options=list(options.items()) if isinstance(options, dict) else options,
        price_upper=recorded["price_upper"],
        category=recorded["category"],
        query=recorded["query"],
        title=recorded["name"],
        product_category=recorded["product_category"],
        weight=recorded["weight"],
    )


@pytest.mark.parametrize(("number", "visit"), VISITS)
def test_a_recorded_visit_replays_identically(shop: Catalogue, number: int, visit: int) -> None:
    part = TRACES["sets"][number]
    trace = part["traces"][visit]
    session = Session(
        Priced(shop, part["prices"]),
        goal_of(trace["goal"]),
        NOUNS.__getitem__,
        reward,
        show_attributes=part["show_attributes"],
        name=trace["session"],
    )
    for step in trace["steps"]:
        with contextlib.suppress(ParseError):  # what is no action does nothing
            action = ShopGrammar().parse(step["action"] or "")
            (argument,) = action.arguments.values()
            (session.search if action.name == SEARCH.name else session.click)(argument)
        where = (step["action"], session.where)
        assert session.text() == step["text"], where
        assert render_page(session, "url") == step["url"], where
        assert session.clickables() == step["available"]["clickables"], where
        assert session.has_search_bar == step["available"]["has_search_bar"], where
        assert (session.outcome.value if session.outcome else 0.0) == step["reward"], where
        assert render_page(session, "text_rich") == step["text_rich"], where


@pytest.mark.parametrize("number", range(len(TRACES["sets"])))
def test_goals_come_in_the_originals_order(shop: Catalogue, folder: Path, number: int) -> None:
    part = TRACES["sets"][number]
    ours = (
        human_goals(shop, read_table(locate(folder).instructions)) if part["human"] else synthetic_goals(shop)
    )
    options = [g.options if part["human"] else dict(g.options) for g in ours]  # type: ignore[arg-type]
    assert [[g.asin, o, g.weight] for g, o in zip(ours, options, strict=True)] == part["goals"]


def test_the_analyzer_gives_lucenes_tokens() -> None:
    assert [
        (text, analyze(text), tokens) for text, tokens in LUCENE["tokens"] if analyze(text) != tokens
    ] == []


def test_fifty_queries_give_lucenes_order() -> None:
    index = tasks.shop(None).index
    assert len(LUCENE["queries"]) == 50
    assert [query for query, hits in LUCENE["queries"] if index.search(query).documents != hits] == []


def test_awkward_documents_are_found_in_lucenes_order(shop: Catalogue) -> None:
    found = {q: [shop.products[i].asin for i in shop.index.search(q).documents] for q, _ in LUCENE["small"]}
    assert [query for query, hits in LUCENE["small"] if found[query] != hits] == []


def test_spacy_still_gives_the_recorded_nouns() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed; extra webshop")
    assert {title: spacy_nouns(title) for title in NOUNS} == NOUNS


def test_the_recordings_are_of_every_kind_of_page_and_end() -> None:
    steps = [step for part in TRACES["sets"] for trace in part["traces"] for step in trace["steps"]]
    rewards = {step["reward"] for step in steps if "/done/" in step["url"]}
    assert len(VISITS) >= 20 and len(steps) > 200 and len(rewards) >= 6
    pages = ("search_results", "item_page", "Description/", "Features/", "Reviews/", "Attributes/", "done")
    assert [page for page in pages if not any(f"/{page}" in step["url"] for step in steps)] == []

"""Live Wikipedia through the real library, over real connections, with a MediaWiki of our own at their end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import EnvironmentFailure, OptionError
from agentgym.tools.encyclopedia.articles import Article
from agentgym.tools.encyclopedia.library import TermError
from agentgym.tools.encyclopedia.reader import Reader

pytest.importorskip("httpx")
pytest.importorskip("wikipediaapi")

from agentgym.tools.encyclopedia.live import LiveWikipedia
from tests.tools.encyclopedia.mediawiki import MediaWiki


@pytest.fixture
def server() -> Iterator[MediaWiki]:
    started = MediaWiki()
    yield started
    started.close()


def wikipedia(server: MediaWiki, folder: Path, match: Any = "title", **options: Any) -> LiveWikipedia:
    return LiveWikipedia(
        match,
        folder=folder,
        transport=server.transport(),
        **{"retry_wait": 0.001, "max_retries": 2, **options},
    )


def page(wiki: LiveWikipedia, term: str) -> Article:
    found = wiki.look(term)
    assert isinstance(found, Article), found
    return found


def test_a_page_has_its_lead_and_its_sections(server: MediaWiki, tmp_path: Path) -> None:
    found = page(wikipedia(server, tmp_path), "Vilmar")
    assert (found.title, found.lead) == ("Vilmar", "Vilmar is a town. It is small.\nIt lies on a lake.")
    assert [s.strip() for s in found.sentences()][-1] == "Nothing happened."
    assert page(wikipedia(server, tmp_path), "größe").title == "Größe"


def test_redirects_are_followed(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    assert page(wiki, "Town of Vilmar") == page(wiki, "vilmar") == page(wiki, "Vilmar")


def test_a_missing_page_and_a_disambiguation_name_similar_ones(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    assert wiki.look("Vilmer") == ["Vilmar", "Vilmar Castle"]
    assert wiki.look("Nowhere") == []
    assert wiki.look("Orsa") == ["Orsa"]


def test_what_the_original_opens(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path, "suggest")
    assert page(wiki, "vilmra").title == "Vilmar", "the suggested spelling"
    assert page(wiki, "vil town").title == "Vilmar", "the first result"
    assert wiki.look("zzz") == []


def test_what_was_fetched_is_kept_on_the_disk(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    terms = ("Vilmar", "Vilmer", "Nowhere", "Orsa")
    first = [wiki.look(t) for t in terms]
    asked = len(server.asked)
    server.failures.extend(["cut"] * 99)
    again = wikipedia(server, tmp_path)
    assert [again.look(f"  {t} ") for t in terms] == first and len(server.asked) == asked
    with pytest.raises(EnvironmentFailure, match="cannot be reached"):
        wikipedia(server, tmp_path, "suggest").look("Vilmar")  # another way to search keeps its own


def test_several_threads_ask_at_once(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    terms = ["Vilmar", "Vilmar Castle", "Orsa", "Nowhere"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(wiki.look, terms))
    assert found[:4] * 8 == found and found[2:4] == [["Orsa"], []]


def test_a_server_that_is_asked_too_often_is_waited_for(server: MediaWiki, tmp_path: Path) -> None:
    server.failures.append((429, {"Retry-After": "1"}))
    began = time.monotonic()
    assert page(wikipedia(server, tmp_path), "Vilmar").title == "Vilmar"
    assert time.monotonic() - began >= 1.0, "as long as it says"


@pytest.mark.parametrize("failure", [(429, {}), (500, {}), (503, {"Retry-After": "0"})])
def test_what_passes_is_asked_again_and_what_does_not_is_a_failure(
    failure: tuple[int, dict[str, str]], server: MediaWiki, tmp_path: Path
) -> None:
    wiki = wikipedia(server, tmp_path)
    server.failures.extend([failure] * 2)
    assert page(wiki, "Vilmar").title == "Vilmar"
    server.failures.extend([failure] * 3)
    with pytest.raises(EnvironmentFailure, match=r"Wikipedia \(en\) cannot be reached.*scope='item'"):
        wiki.look("Vilmer")
    assert wiki.look("Vilmer") == ["Vilmar", "Vilmar Castle"], "a failure is not kept"


@pytest.mark.parametrize("failure", ["cut", "html", "error", (403, {})])
def test_half_an_answer_or_another_one_is_a_failure_and_no_missing_page(
    failure: Any, server: MediaWiki, tmp_path: Path
) -> None:
    wiki = wikipedia(server, tmp_path)
    for term in ("Vilmer", "Vilmar"):
        wikipedia(server, tmp_path / term).look(term)
        calls = len(server.asked)  # what the page is, its text, its categories, what is similar
        assert calls >= 2
        for good in range(calls):
            server.failures.extend([None] * good + [failure] * 3)
            with pytest.raises(EnvironmentFailure, match="cannot be reached"):
                wiki.look(term)
            server.failures.clear()
        server.asked.clear()
    assert page(wiki, "Vilmar").title == "Vilmar"


def test_a_server_that_is_gone(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path, max_retries=0)
    known = page(wiki, "Vilmar")
    server.close()
    with pytest.raises(EnvironmentFailure, match="WikiConnectionError"):
        wiki.look("Vilmar Castle")
    assert page(wiki, "Vilmar") == known
    reader = Reader(wiki, no_page="none", failed="Could not find that page.")
    with pytest.raises(EnvironmentFailure):
        reader.search("Orsa")


def test_terms_that_cannot_be_asked_for(server: MediaWiki, tmp_path: Path) -> None:
    wiki = wikipedia(server, tmp_path)
    for term in ("", "  ", "x" * 300):
        with pytest.raises(TermError):
            wiki.look(term)
    assert not server.asked
    assert wiki.look("vil[x]") == ["Vilmar", "Vilmar Castle"], (
        "no title has brackets: it is only searched for"
    )
    with pytest.raises(OptionError, match="similar spelling"):
        LiveWikipedia("fuzzy", folder=tmp_path)

"""Search and look-up, as recorded from langchain's docstore and as the instruction says."""

from __future__ import annotations

from agentgym.tools.encyclopedia.library import Library
from agentgym.tools.encyclopedia.reader import FAILED, NO_PAGE, Reader
from tests.tools.encyclopedia.samples import ARTICLES, Pages


def flat(text: str) -> str:
    return text.replace("\n", "")


def test_the_recorded_episode() -> None:
    reader = Reader(Pages(), units="blocks", survives=True)
    assert reader.lookup("x") == NO_PAGE
    assert flat(reader.search("A")) == "Lead a.Lead b."
    assert flat(reader.lookup("x")) == "(Result 1/2) == C ==X one."
    assert flat(reader.lookup("X")) == "(Result 2/2) == D ==X two."
    assert reader.lookup("x") == reader.lookup("x") == "No More Results"
    assert reader.lookup("q") == "No Results"
    assert flat(reader.lookup("x")) == "(Result 1/2) == C ==X one."
    assert reader.search("B") == "First."
    assert reader.lookup("x") == "No More Results", "the place went on"
    assert reader.search("M") == "Could not find [M]. Similar: ['A', 'B']"
    assert reader.lookup("x") == NO_PAGE
    reader.search("B")
    assert reader.search("E") == FAILED
    assert flat(reader.lookup("again")) == "(Result 1/1) == S ==X again.", "the old page has stayed"
    assert reader.seen == {"A", "B"}


def test_sentences_and_a_fresh_place() -> None:
    reader = Reader(Library.of(ARTICLES))
    assert reader.search("Vilmar") == "Vilmar is a town by the sea. It has a harbour."
    assert reader.lookup("Harbour") == "(Result 1/2) It has a harbour."
    assert reader.lookup("harbour") == "(Result 2/2) Its harbour was built in 1882."
    reader.search("São Telmo")
    assert reader.lookup("harbour").startswith("(Result 1/1)")
    assert reader.search("Orsa") == "Could not find [Orsa]. Similar: ['Orsa (river)', 'Orsa (town)']"
    assert reader.page is None and reader.lookup("harbour") == NO_PAGE

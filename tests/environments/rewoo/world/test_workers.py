"""The tools."""

from __future__ import annotations

from agentgym.environments.rewoo.world import workers
from agentgym.environments.rewoo.world.documents import Document
from agentgym.tools.encyclopedia.library import Library
from tests.tools.encyclopedia.samples import ARTICLES, Pages

LIBRARY = Library.of(ARTICLES)


def test_wikipedia() -> None:
    whole, lead = (workers.wikipedia(LIBRARY, whole=w) for w in (True, False))
    assert lead("[Vilmar]") == "Vilmar is a town by the sea. It has a harbour."
    assert whole(" Vilmar ").endswith("Its harbour was built in 1882.")
    assert lead("Orsa") == "Could not find [Orsa]. Similar: ['Orsa (river)', 'Orsa (town)']"
    assert workers.wikipedia(Pages(), whole=False)("E") == workers.NO_PAGE


def test_google() -> None:
    search = workers.google(LIBRARY)
    assert search("when was the harbour of Vilmar built").startswith(
        "Vilmar is a town by the sea. It has a harbour. Its harbour"
    )
    assert search("zzz") == workers.NO_GOOGLE and search("") == workers.NO_GOOGLE


def test_numbers() -> None:
    assert workers.calculator("2 * [21]") == "42" and workers.calculator("two") == workers.NO_CALCULATION
    assert workers.alpha("Solve 2x = 8") == "x = 4" and workers.alpha("who?") == workers.NO_ALPHA


def test_documents_and_records() -> None:
    search = workers.document(Document("One is red.\n\nTwo is blue."))
    assert "blue" in search("[what is blue]") and search("zzz") == workers.NO_PIECE
    kept = workers.recorded(workers.calculator, {"1 + 1": "two"})
    assert kept("1 + 1") == kept("[1 + 1]") == "two" and kept("1 + 2") == "3"
    assert workers.recorded(None, {})("x") == workers.NO_GOOGLE


def test_brackets_of_evidence() -> None:
    assert (
        workers.bare(" [a] ") == "a"
        and workers.bare("[a] and [b]") == "a] and [b"
        and workers.bare("a") == "a"
    )

"""Languages and currencies."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.authoring import languages
from agentgym.environments.knowledge_graph.authoring.facts import Facts


def test_who_speaks_and_pays_what() -> None:
    pytest.importorskip("babel", reason="babel is not installed: extra kg-authoring")
    facts = Facts()
    facts.entity("e.country_ch", "geography.country", "Switzerland")
    languages.languages(facts)
    languages.currencies(facts)
    for language in ("de", "fr", "it", "rm"):
        assert (
            "e.country_ch",
            "geography.country.official_languages",
            f"e.language_{language}",
        ) in facts.triples
    assert ("e.country_ch", "geography.country.currency", "e.currency_chf") in facts.triples
    assert not any("e.country_fr" in (s, o) for s, _, o in facts.triples), "only of countries that are there"

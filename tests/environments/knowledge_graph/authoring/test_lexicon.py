"""The lexicon says the ontology's steps."""

from __future__ import annotations

import re

from agentgym.environments.knowledge_graph.authoring.lexicon import CLASSES, STEPS, SUPERLATIVES, UNSEEN
from agentgym.environments.knowledge_graph.authoring.schema import ATTRIBUTES, ontology


def test_steps_are_made_of_what_the_ontology_has() -> None:
    known, attributes = ontology(), {a.name for a in ATTRIBUTES}
    for step in STEPS:
        parts = [part for part in step.path if ":" not in part]
        assert set(parts) <= known.relations
        assert {part.partition(":")[2] for part in step.path if ":" in part} <= attributes
        assert known.domains[parts[0]] == step.source and known.ranges[parts[-1]] == step.target
        assert step.source in CLASSES and step.target in CLASSES
    assert set(SUPERLATIVES) <= attributes and known.relations >= UNSEEN


def test_phrases_have_a_place_for_where_the_step_begins() -> None:
    for step in STEPS:
        for phrase in (*step.nouns, *step.clauses):
            assert phrase.count("{x}") == 1 and "_" not in phrase
            assert len(re.findall(r"\[[^|\]]*\|[^\]]*\]", phrase)) == phrase.count("[")

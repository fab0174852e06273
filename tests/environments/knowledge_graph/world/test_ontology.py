"""Ontologies: other names of a step, identity."""

from __future__ import annotations

import msgspec

from agentgym.environments.knowledge_graph.world.embedded import embedded_ontology
from agentgym.environments.knowledge_graph.world.ontology import Ontology
from tests.environments.knowledge_graph.samples import ONTOLOGY


def test_relations_with_one_reverse_are_one_step() -> None:
    ontology = Ontology(
        relations=frozenset(),
        attributes=frozenset(),
        domains={},
        ranges={},
        reverse={"a.b": "x.y", "c.d": "x.y", "e.f": "z.z", "x.y": "a.b"},
    )
    assert ontology.same_step("a.b") == ["c.d"] and ontology.same_step("e.f") == []
    assert ontology.same_step("unknown") == []


def test_the_identity_is_that_of_the_content() -> None:
    again = msgspec.json.decode(msgspec.json.encode(ONTOLOGY), type=Ontology)
    assert again.identity() == ONTOLOGY.identity() != embedded_ontology().identity()
    assert ONTOLOGY.identity().startswith("content:")

"""The ontology of the embedded graph."""

from __future__ import annotations

from agentgym.environments.knowledge_graph.authoring.schema import ATTRIBUTES, RELATIONS, ontology


def test_every_relation_has_a_reverse_that_leads_back() -> None:
    made = ontology()
    assert len(made.relations) == len({r.name for r in RELATIONS} | {r.reverse for r in RELATIONS})
    for relation in RELATIONS:
        assert (
            made.reverse[relation.name] == relation.reverse
            and made.reverse[relation.reverse] == relation.name
        )
        assert (
            made.domains[relation.reverse] == relation.range
            and made.ranges[relation.reverse] == relation.domain
        )
    assert made.attributes == {a.name for a in ATTRIBUTES} and not made.attributes & made.relations

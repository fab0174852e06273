"""The graph that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.environments.knowledge_graph.authoring.schema import ontology as authored
from agentgym.environments.knowledge_graph.tasks import embedded_questions
from agentgym.environments.knowledge_graph.world import embedded, terms
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.errors import DataError


def test_the_graph_is_large_and_every_entity_of_a_question_has_its_name() -> None:
    graph, ontology = embedded_graph(), embedded_ontology()
    facts = sum(1 for _, r, _ in graph if r not in (terms.NAME, terms.TYPE))
    assert graph.triples == 232_176 and facts >= 150_000
    known = ontology.relations | ontology.attributes | {terms.NAME, terms.TYPE}
    assert set(graph.relations) <= known
    reverse = [(r, ontology.reverse[r]) for r in ontology.relations]
    assert all(ontology.reverse[b] == a and ontology.ranges[a] == ontology.domains[b] for a, b in reverse)
    for question in embedded_questions("test").values():
        assert all(graph.name_of(i) == name for name, i in question.entities.items())
    assert graph.episode().answers(parse("(JOIN (R geography.country.capital) e.country_fr)")) == {
        "e.city_2988507"
    }


def test_the_ontology_is_the_one_that_the_graph_was_made_by() -> None:
    shipped, made = embedded_ontology(), authored()
    assert shipped == made and list(shipped.reverse) == list(made.reverse)


def test_a_damaged_store_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "GRAPH", tmp_path / "graph.kg.zst")
    with pytest.raises(DataError, match=r"graph\.kg\.zst cannot be read"):
        embedded.embedded_graph.__wrapped__()
    (tmp_path / "graph.kg.zst").write_bytes(b"nonsense")
    with pytest.raises(DataError, match=r"graph\.kg\.zst cannot be read"):
        embedded.embedded_graph.__wrapped__()

"""Programs as SPARQL: one query gives what the tools give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agentgym.environments.knowledge_graph.expert import stored_actions, try_plan
from agentgym.environments.knowledge_graph.official.ontology import load_ontology
from agentgym.environments.knowledge_graph.tasks import embedded_questions
from agentgym.environments.knowledge_graph.world import rdf, terms
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph
from agentgym.environments.knowledge_graph.world.programs import Class, Entity, parse
from agentgym.environments.knowledge_graph.world.sparql import Writer
from agentgym.environments.knowledge_graph.world.sparql_graph import RdflibExecutor
from agentgym.environments.knowledge_graph.world.toolkit import Toolkit
from tests.environments.knowledge_graph.freebase import items
from tests.shared_data import shared

if TYPE_CHECKING:
    import rdflib


def test_full_iris_and_nothing_that_only_one_server_understands() -> None:
    writer = Writer("urn:x:")
    assert writer.relations(Entity("m.1")) == "SELECT DISTINCT ?r WHERE { <urn:x:m.1> ?r ?o }"
    assert "COUNT(DISTINCT ?x) AS ?n" in writer.select(parse("(COUNT (JOIN (R a.b.c) m.1))"))
    assert writer.pattern(parse("(JOIN a.b.c m.1)"), "?x") == "?x <urn:x:a.b.c> <urn:x:m.1> ."
    assert "people.person" not in writer.select(parse("(AND people.person (JOIN a.b.c m.1))"))
    assert "<urn:x:people.person>" in Writer("urn:x:", classes=True).pattern(Class("people.person"), "?x")
    known = Entity("m.9")
    assert (
        Writer("urn:x:", given={known: ['"x"', "m.2"]}).pattern(known, "?x")
        == 'VALUES ?x { "x" <urn:x:m.2> }'
    )


def test_the_embedded_graph_answers_sparql() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    index = embedded_graph()
    graph = rdf.rdf_graph(index)
    assert len(graph) == index.triples
    executor = RdflibExecutor(graph, index.namespace)
    for question in list(embedded_questions("test").values())[:100]:
        rows = executor.select(Writer(index.namespace).select(parse(question.s_expression)), "x")
        assert {terms.value(t) for row in rows for t in row.values()} == set(question.answer), question.id


def test_plain_rdflib_agrees_too() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed: extra kg")
    ontology = load_ontology(shared("freebase"))
    checked = 0
    for question, index in items()[::60]:
        actions = stored_actions(question, {})
        toolkit = Toolkit(index.episode(), ontology, question.entities)
        assert actions is not None
        if try_plan(actions, toolkit) is None:
            continue
        graph = rdflib.Graph()
        for s, r, o in index:
            graph.add((_node(s), _node(r), _node(o)))
        program = toolkit.variables[-1].program
        rows = RdflibExecutor(graph).select(Writer(index.namespace).select(program), "x")
        assert {terms.value(t) for row in rows for t in row.values()} == toolkit.graph.answers(program)
        checked += 1
    assert checked >= 15


def _node(term: str) -> rdflib.term.Identifier:
    import rdflib

    if not terms.is_literal(term):
        return rdflib.URIRef(terms.to_iri(term, terms.FREEBASE))
    text, datatype, language = terms.split_literal(term)
    return rdflib.Literal(text, datatype=datatype or None, lang=language or None)

"""Graphs behind SPARQL: the same programs, the same answers as on the index."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agentgym.benchmarks.speed import virtuoso
from agentgym.environments.knowledge_graph.authoring.encode import encode
from agentgym.environments.knowledge_graph.expert import gold_actions
from agentgym.environments.knowledge_graph.official.ontology import load_ontology
from agentgym.environments.knowledge_graph.world import rdf, terms
from agentgym.environments.knowledge_graph.world.endpoint import Endpoint
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.programs import parse
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.sparql import Writer
from agentgym.environments.knowledge_graph.world.sparql_graph import RdflibExecutor, SparqlGraph
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, GraphEpisode, ToolError, Toolkit
from tests.environments.knowledge_graph.freebase import items
from tests.environments.knowledge_graph.samples import NS, random_triples
from tests.shared_data import shared


def _programs(index: Index) -> list[str]:
    entities = [index.term(i) for i in range(len(index)) if i >= index.literals][::2]
    programs = []
    for number, entity in enumerate(entities[:60]):
        r, s, a = f"a.b.r{number % 8}", f"a.b.r{(number + 3) % 8}", f"a.b.r{(number + 5) % 8}"
        step = f"(JOIN (R {r}) {entity})"
        programs += [
            step,
            f"(JOIN (R {s}) {step})",
            f"(AND {step} (JOIN (R {s}) (JOIN (R {a}) {entity})))",
            f"(COUNT (JOIN (R {s}) {step}))",
            f"(ARGMAX (JOIN (R {s}) {step}) {a})",
            f"(ARGMIN (JOIN (R {s}) {step}) {a})",
            f"(JOIN (R {r}) (ARGMAX (JOIN (R {s}) {step}) {a}))",
        ]
    return programs


def same(index: Index, graph: SparqlGraph) -> int:
    ours, theirs = index.episode(), graph.episode()
    filled = 0
    for text in _programs(index):
        program = parse(text)
        assert theirs.answers(program) == ours.answers(program), text
        if not text.startswith("(COUNT"):
            assert set(theirs.relations(program)) == ours.relations(program), text
        filled += bool(ours.answers(program))
    return filled


def test_programs_give_the_same_answers_through_rdflib() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    index = Index(encode(random_triples(3000)))
    graph = rdf.rdf_graph(index)
    assert same(index, SparqlGraph(RdflibExecutor(graph))) > 300


@pytest.mark.slow
@pytest.mark.parametrize("rows", [10_000, 25])
def test_programs_give_the_same_answers_at_a_real_virtuoso(tmp_path: Path, rows: int) -> None:
    if missing := virtuoso.missing():
        pytest.skip(missing)
    triples = set(random_triples(3000))
    # A hub with more neighbours than the server gives rows.
    triples |= {("m.hub", "a.b.r0", f"m.{i:03x}") for i in range(300)}
    index = Index(encode(triples))
    with virtuoso.virtuoso(tmp_path, triples, NS, rows=rows) as url:
        graph = SparqlGraph(Endpoint(url))
        assert graph.executor.row_limit() == min(rows, len(triples))  # type: ignore[attr-defined]
        assert same(index, graph) > 300
        hub = parse("(JOIN (R a.b.r0) m.hub)")
        assert len(graph.episode().answers(hub)) == 300
        assert graph.episode().answers(
            parse("(ARGMAX (JOIN (R a.b.r0) m.hub) a.b.r1)")
        ) == index.episode().answers(parse("(ARGMAX (JOIN (R a.b.r0) m.hub) a.b.r1)"))


def test_tools_and_sparql_give_the_same_answers_on_every_item() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    ontology = load_ontology(shared("freebase"))
    counts: Counter[str] = Counter()
    for question, index in items():
        executor = RdflibExecutor(rdf.rdf_graph(index))

        def toolkit(episode: GraphEpisode, question: Question = question) -> Toolkit:
            return Toolkit(episode, ontology, question.entities)

        actions = gold_actions(question, ontology, lambda i=index: toolkit(i.episode()))  # type: ignore[misc]
        ours, theirs = toolkit(index.episode()), toolkit(SparqlGraph(executor).episode())
        for action in actions[:-1]:
            said = [_call(t, action.name, *action.arguments.values()) for t in (ours, theirs)]
            assert said[0] == said[1], (question.id, action)
        counts["items"] += 1
        if not ours.variables:
            counts["without a variable"] += 1
            continue
        program = ours.variables[int(actions[-1]["variable"][1:])].program
        answers = ours.graph.answers(program)
        assert actions[-1].name == ANSWER and theirs.graph.answers(program) == answers
        rows = executor.select(Writer(index.namespace).select(program), "x")
        assert {terms.value(t) for row in rows for t in row.values()} == answers, question.id
        counts["one query of the whole S-expression"] += 1
        counts["gold"] += answers == frozenset(question.answer)
    print(dict(counts))
    assert counts["items"] == 1234 and counts["one query of the whole S-expression"] == 1231
    assert counts["gold"] == 1089


def _call(toolkit: Toolkit, name: str, *arguments: str) -> str:
    try:
        return toolkit.call(name, *arguments)
    except ToolError:
        return "refused"


def test_the_identity_is_that_of_the_content() -> None:
    pytest.importorskip("oxrdflib", reason="oxrdflib is not installed: extra kg")
    triples = random_triples(300)

    def identity(chosen: list[tuple[str, str, str]]) -> str:
        return SparqlGraph(RdflibExecutor(rdf.rdf_graph(Index(encode(chosen))))).identity()

    assert identity(triples) == identity(triples[::-1]) != identity(triples[1:])
    assert identity(triples).startswith("content:")
    assert SparqlGraph(Endpoint("http://localhost:1/sparql")).identity() == "http://localhost:1/sparql"

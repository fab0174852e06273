"""Generated questions: they are those that ship, and the splits are what they claim."""

from __future__ import annotations

import re

from agentgym.environments.knowledge_graph.authoring import lexicon
from agentgym.environments.knowledge_graph.authoring.generator import SIZES, make_questions
from agentgym.environments.knowledge_graph.authoring.schema import ontology
from agentgym.environments.knowledge_graph.tasks import QUESTIONS, embedded_questions
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.stores import read_store


def test_the_questions_that_ship_are_made_again() -> None:
    assert make_questions(embedded_graph(), ontology()) == read_store(QUESTIONS, list[Question])


def test_the_splits_are_iid_compositional_and_zero_shot() -> None:
    parts = {split: list(embedded_questions(split).values()) for split in SIZES}
    trained = _schemas(parts["train"])
    known = {r for q in parts["train"] for r in _relations(q)}
    assert _schemas(parts["test-iid"]) <= trained
    assert not _schemas(parts["test-compositional"]) & trained
    assert {r for q in parts["test-compositional"] for r in _relations(q)} <= known
    assert not known & lexicon.UNSEEN
    assert all(set(_relations(q)) & lexicon.UNSEEN for q in parts["test-zeroshot"])
    assert len({q.question for listed in parts.values() for q in listed}) == 1400
    assert set(embedded_questions("test")) == {q.id for s in list(SIZES)[2:] for q in parts[s]}
    kinds = {q.kind for q in parts["train"]}
    assert {"chain-1", "chain-2", "chain-3", "chain-4", "intersection", "count-intersection"} <= kinds
    assert any(k.startswith("superlative") for k in kinds)


def _relations(question: Question) -> list[str]:
    text = question.s_expression.replace("(", " ").replace(")", " ")
    return [word for word in text.split() if word in embedded_ontology().relations]


def _schemas(questions: list[Question]) -> set[str]:
    """Return the schemas of questions: their programs with a dot for each entity."""
    return {re.sub(r"\be\.\w+", ".", question.s_expression) for question in questions}

"""The expert: every embedded question, and AgentBench's where stored actions cannot be executed."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

import agentgym
from agentgym.environments.knowledge_graph.expert import gold_actions, stored_actions, try_plan
from agentgym.environments.knowledge_graph.official.ontology import load_ontology
from agentgym.environments.knowledge_graph.world.index import Index
from agentgym.environments.knowledge_graph.world.question import Question
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, Toolkit
from agentgym.errors import DataError
from tests.environments.knowledge_graph.freebase import items
from tests.environments.knowledge_graph.samples import MUSIC, ONTOLOGY, QUESTION
from tests.shared_data import shared

ENV = "AgentTune/KG-v0"


@pytest.mark.parametrize("action_format", ["react", "tools"])
def test_the_expert_answers_every_question(action_format: str) -> None:
    for split in ("train", "dev", "test"):
        run = agentgym.rollout(ENV, "expert", split=split, action_format=action_format)
        assert (run.mean_reward, run.failed) == (1.0, 0)


def test_the_expert_where_the_stored_actions_cannot_be_executed() -> None:
    ontology = load_ontology(shared("freebase"))
    counts: Counter[str] = Counter()
    for question, index in items():

        def toolkit(question: Question = question, index: Index = index) -> Toolkit:
            return Toolkit(index.episode(), ontology, question.entities)

        stored = stored_actions(question, {v: k for k, v in question.entities.items()})
        assert stored is not None
        before = try_plan(stored, toolkit())
        after = try_plan(gold_actions(question, ontology, toolkit), toolkit())
        counts["stored not executable"] += before is None
        counts["stored right"] += before == frozenset(question.answer)
        counts["expert right"] += after == frozenset(question.answer)
        counts["compiled right"] += before is None and after == frozenset(question.answer)
    assert counts == {
        "stored not executable": 107, "stored right": 1077, "expert right": 1089, "compiled right": 12,
    }  # fmt: skip


def _toolkit() -> Toolkit:
    return Toolkit(MUSIC.episode(), ONTOLOGY, QUESTION.entities)


def test_the_s_expression_is_played_where_there_are_no_actions() -> None:
    actions = gold_actions(QUESTION, ONTOLOGY, _toolkit)
    assert [a.name for a in actions] == ["get_relations", "get_neighbors", ANSWER]
    assert try_plan(actions, _toolkit()) == frozenset({"m.a", "m.b"})
    shorter = msgspec.structs.replace(
        QUESTION, actions=["get_relations(g.2)", "get_neighbors(g.2, music.album.track)"], answer=["m.b"]
    )
    assert [a.arguments["variable"] for a in gold_actions(shorter, ONTOLOGY, _toolkit)] == [
        "Other",
        "Other",
        "#0",
    ]


def test_what_cannot_be_executed_is_played_as_far_as_possible() -> None:
    broken = msgspec.structs.replace(
        QUESTION,
        s_expression="",
        actions=["get_relations(g.2)", "get_neighbors(g.2, music.album.track)", "count(#9)"],
    )
    assert [a.name for a in gold_actions(broken, ONTOLOGY, _toolkit)] == [
        "get_relations",
        "get_neighbors",
        ANSWER,
    ]
    nothing = msgspec.structs.replace(broken, actions=["count(#9)"])
    assert [a.name for a in gold_actions(nothing, ONTOLOGY, _toolkit)] == [ANSWER]
    with pytest.raises(DataError, match="neither actions nor"):
        gold_actions(msgspec.structs.replace(broken, actions=[]), ONTOLOGY, _toolkit)

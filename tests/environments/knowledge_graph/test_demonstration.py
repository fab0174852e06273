"""The demonstration is played on the embedded graph."""

from __future__ import annotations

from agentgym.environments.knowledge_graph.demonstration import ACTIONS, ENTITIES, demonstration
from agentgym.environments.knowledge_graph.env import KGEnv
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, Toolkit


def test_it_ends_in_an_answer_that_the_graph_gives() -> None:
    turns = demonstration()
    assert [action for _, action in turns] == list(ACTIONS)
    assert turns[-1][1].name == ANSWER and turns[-1][0].startswith("Observation: variable #3")
    assert all("#" not in name for name in ENTITIES)
    toolkit = Toolkit(embedded_graph().episode(), embedded_ontology(), ENTITIES)
    for _, action in turns[:-1]:
        toolkit.call(action.name, *action.arguments.values())
    answers = toolkit.graph.answers(toolkit.variables[3].program)
    assert {embedded_graph().name_of(a) for a in answers} == {"French", "German", "Italian"}


def test_it_is_shown_once_before_the_question() -> None:
    env = KGEnv()
    _, info = env.reset(seed=0)
    assert len(info["messages"]) == 2 + 2 * len(ACTIONS)

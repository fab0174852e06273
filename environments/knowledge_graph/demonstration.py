"""The demonstration: a solved question of our own, played on the embedded graph with the tools themselves."""

from __future__ import annotations

from functools import cache

from agentgym.actions import Action
from agentgym.environments.knowledge_graph.protocol import asked
from agentgym.environments.knowledge_graph.texts import KGTexts
from agentgym.environments.knowledge_graph.world.embedded import embedded_graph, embedded_ontology
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, Toolkit

QUESTION = (
    "Which languages have official standing both in Switzerland and in a country that borders on Slovenia?"
)
ENTITIES = {"Switzerland": "e.country_ch", "Slovenia": "e.country_si"}


def _call(name: str, thought: str, *values: str) -> Action:
    keys = {"get_neighbors": ("variable", "relation"), "intersection": ("variable1", "variable2")}
    return Action(
        name=name, arguments=dict(zip(keys.get(name, ("variable",)), values, strict=True)), thought=thought
    )


ACTIONS = (
    _call("get_relations", "I begin with Switzerland and look at what leads out of it.", "Switzerland"),
    _call(
        "get_neighbors",
        "Official languages are what I need.",
        "Switzerland",
        "geography.country.official_languages",
    ),
    _call("get_relations", "The other condition begins with Slovenia.", "Slovenia"),
    _call(
        "get_neighbors",
        "I need the countries that border on it.",
        "Slovenia",
        "geography.country.neighbours",
    ),
    _call("get_relations", "#1 holds those countries. Their official languages come next.", "#1"),
    _call("get_neighbors", "The same relation as before.", "#1", "geography.country.official_languages"),
    _call("intersection", "Both conditions must hold, and both variables hold languages.", "#0", "#2"),
    _call(ANSWER, "#3 is what the question asks for.", "#3"),
)


@cache
def demonstration() -> tuple[tuple[str, Action], ...]:
    """Return the observations and the actions that follow them."""
    toolkit = Toolkit(embedded_graph().episode(), embedded_ontology(), ENTITIES)
    observation = asked(KGTexts(), QUESTION, ENTITIES)
    turns = []
    for action in ACTIONS:
        turns.append((observation, action))
        if action.name != ANSWER:
            observation = toolkit.call(action.name, *action.arguments.values())
    return tuple(turns)

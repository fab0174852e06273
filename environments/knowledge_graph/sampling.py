"""Random calls, for the random policy: arguments that exist, and an answer once in a while."""

from __future__ import annotations

from typing import Any

import numpy as np

from agentgym.actions import Action
from agentgym.environments.knowledge_graph.plans import ANSWER
from agentgym.environments.knowledge_graph.protocol import TOOLS
from agentgym.environments.knowledge_graph.toolkit import Toolkit

_ANSWERS = 0.1
"""Share of turns in which an answer is given, once there is a variable."""


def sample_call(toolkit: Toolkit, rng: np.random.Generator) -> Action:
    """Draw a call of a tool, or an answer."""
    variables = [f"#{i}" for i in range(len(toolkit.variables))]
    if variables and rng.random() < _ANSWERS:
        return Action(name=ANSWER, arguments={"variable": _one(variables, rng)})
    tool = TOOLS[int(rng.integers(len(TOOLS)))]
    sources = (
        [*toolkit.entities, *variables] if tool.name in ("get_relations", "get_neighbors") else variables
    )
    arguments: dict[str, Any] = {}
    for key in tool.required:
        if key == "relation":
            pool = toolkit.listed_relations(arguments["variable"])
        elif key == "attribute":
            pool = toolkit.listed_attributes(arguments["variable"])
        else:
            pool = sources
        arguments[key] = _one(pool or ["#0"], rng)
    return Action(name=tool.name, arguments=arguments)


def _one(pool: list[str], rng: np.random.Generator) -> str:
    return pool[int(rng.integers(len(pool)))]

"""Random calls, for the random policy: arguments that exist, and an answer once in a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from agentgym.actions import Action, Tool
from agentgym.environments.knowledge_graph.world.toolkit import ANSWER, Toolkit

_ANSWERS = 0.1
"""Share of turns in which an answer is given, once there is a variable."""


def random_call(toolkit: Toolkit, tools: Sequence[Tool], rng: np.random.Generator) -> Action:
    """Draw a call of one of the tools, or an answer."""
    variables = [f"#{i}" for i in range(len(toolkit.variables))]
    if variables and rng.random() < _ANSWERS:
        return Action(name=ANSWER, arguments={"variable": _one(variables, rng)})
    tool = tools[int(rng.integers(len(tools)))]
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

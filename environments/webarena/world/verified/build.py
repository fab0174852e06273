"""Evaluators of a configuration of WebArena-Verified."""

from __future__ import annotations

from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import Evaluator
from agentgym.environments.webarena.world.verified.network import Network
from agentgym.environments.webarena.world.verified.response import Response
from agentgym.errors import DataError


def build(config: Config) -> list[Evaluator]:
    """Return the evaluators. No site is asked.

    Raises:
        DataError: one is not known, or cannot be used.
    """
    found: list[Evaluator] = []
    for entry in config.verified:
        name = entry.get("evaluator")
        if name == "AgentResponseEvaluator":
            found.append(Response(entry))
        elif name == "NetworkEventEvaluator":
            found.append(Network(entry))
        else:
            raise DataError(f"Task {config.task_id}: the evaluator {name!r} is not known.")
    return found

"""Evaluators of a configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agentgym.environments.webarena.world.config import Config, Eval, Rules
from agentgym.environments.webarena.world.evaluators.address import Address
from agentgym.environments.webarena.world.evaluators.answer import Answer
from agentgym.environments.webarena.world.evaluators.base import Evaluator
from agentgym.environments.webarena.world.evaluators.content import Content
from agentgym.environments.webarena.world.verified.network import Network
from agentgym.environments.webarena.world.verified.response import Response
from agentgym.errors import DataError

KINDS: dict[str, Callable[[Eval, Rules], Evaluator]] = {
    "string_match": Answer,
    "url_match": Address,
    "program_html": Content,
}
VERIFIED = ("AgentResponseEvaluator", "NetworkEventEvaluator")


def build(config: Config) -> list[Evaluator]:
    """Return the evaluators of a configuration, in its order. No site is asked.

    Raises:
        DataError: it names an evaluator that is not known, or one that cannot be used.
    """
    if config.rules == "verified":
        return [_verified(config, entry) for entry in config.verified]
    if config.eval is None:
        raise DataError(f"Task {config.task_id} has no evaluators.")
    for name in config.eval.eval_types:
        if name not in KINDS:
            raise DataError(
                f"Task {config.task_id}: eval_type {name!r} is not known; known: {', '.join(KINDS)}."
            )
    return [KINDS[name](config.eval, config.rules) for name in config.eval.eval_types]


def _verified(config: Config, entry: Mapping[str, Any]) -> Evaluator:
    name = entry.get("evaluator")
    if name not in VERIFIED:
        raise DataError(
            f"Task {config.task_id}: the evaluator {name!r} is not known; known: {', '.join(VERIFIED)}."
        )
    if name == "AgentResponseEvaluator":
        return Response(entry)
    kinds = [e["expected"].get("task_type") for e in config.verified if e.get("evaluator") == VERIFIED[0]]
    return Network(entry, navigates="navigate" in kinds)

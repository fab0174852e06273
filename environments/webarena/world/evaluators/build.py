"""Evaluators of a configuration."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.environments.webarena.world.config import Config, Eval, Rules
from agentgym.environments.webarena.world.evaluators.address import Address
from agentgym.environments.webarena.world.evaluators.answer import Answer
from agentgym.environments.webarena.world.evaluators.base import Evaluator
from agentgym.environments.webarena.world.evaluators.content import Content
from agentgym.errors import DataError

KINDS: dict[str, Callable[[Eval, Rules], Evaluator]] = {
    "string_match": Answer,
    "url_match": Address,
    "program_html": Content,
}


def build(config: Config) -> list[Evaluator]:
    """Return the evaluators of a configuration, in its order. No site is asked.

    Raises:
        DataError: it names an evaluator that is not known, or one that cannot be used.
    """
    if config.rules == "verified":
        from agentgym.environments.webarena.world.verified.build import build as verified

        return verified(config)
    if config.eval is None:
        raise DataError(f"Task {config.task_id} has no evaluators.")
    for name in config.eval.eval_types:
        if name not in KINDS:
            raise DataError(f"Task {config.task_id}: eval_type {name!r} is not known; known: {', '.join(KINDS)}.")
    return [KINDS[name](config.eval, config.rules) for name in config.eval.eval_types]

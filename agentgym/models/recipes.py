"""Recipes: how a published model was asked when its numbers were measured.

A recipe belongs to a model (``?recipe=agentlm``), a profile to an environment (``profile="agentbench"``).
"""

from __future__ import annotations

from typing import Any

import msgspec

from agentgym.errors import unknown_name


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """One way to ask a model; every part is a default that a spec's own option replaces.

    Attributes:
        system: system prompt.
        sampling: sampling parameters.
        history: ``full``, ``paper`` or ``window``, with an amount behind a colon.
        limit: tokens of prompt and answer together. The prompt's beginning is cut so that both fit (vLLM's
            ``truncate_prompt_tokens``): with such a recipe a long conversation is no context limit.
        chat_template: template to serve the model with, for who starts the server.
    """

    name: str
    system: str | None = None
    sampling: dict[str, Any] = {}
    history: str = "full"
    limit: int | None = None
    chat_template: str | None = None

    def body(self, max_tokens: int) -> dict[str, Any]:
        """Return what the body of a call says besides sampling."""
        return {} if self.limit is None else {"truncate_prompt_tokens": self.limit - max_tokens}


AGENTLM = Recipe(
    name="agentlm",
    system="You are a helpful, respectful and honest assistant.",
    sampling={"temperature": 0.0, "max_tokens": 128},
    history="paper",
    limit=4096,
    chat_template="agentlm",
)
"""AgentLM as AgentTuning measured it: greedy, 128 new tokens, 4,096 in all, the paper's history filter."""

RECIPES = {r.name: r for r in (AGENTLM,)}


def named(name: str) -> Recipe:
    """Return a recipe by name.

    Raises:
        UnknownNameError: no such recipe.
    """
    if name not in RECIPES:
        raise unknown_name("model recipe", name, RECIPES)
    return RECIPES[name]

"""What a filter can ask about an episode."""

from __future__ import annotations

from typing import Any

from agentgym.dataset.expression import Kind
from agentgym.registry import short_name
from agentgym.trajectory.index import Entry

KINDS: dict[str, Kind] = {
    "reward": "number", "env": "text", "env_id": "text", "task": "text", "kind": "text", "split": "text",
    "profile": "text", "policy": "text", "policy_id": "text", "model": "text", "repeat": "number", "status": "text",
    "ending": "text", "success": "truth", "steps": "number", "seconds": "number", "prompt_tokens": "number",
    "completion_tokens": "number", "cost": "number", "errors": "number", "metrics.*": "number", "scores.*": "number",
}  # fmt: skip
"""The fields, and what each is.

``env`` is the short name (``WebShop``), ``reward`` the primary score (a later one where there is one), ``success``
whether it is 1, ``errors`` the number of error categories, ``metrics.f1`` a score of the environment, ``scores.style``
a later one.
"""


def fields_of(entry: Entry) -> dict[str, Any]:
    """Return the fields of an episode; what it does not have is ``None`` or missing."""
    reward = entry.score()
    return {
        "reward": reward,
        "env": short_name(entry.env_id),
        "env_id": entry.env_id,
        "task": entry.task_id,
        "kind": entry.task_kind,
        "split": entry.split,
        "profile": entry.profile,
        "policy": entry.policy,
        "policy_id": entry.policy_id,
        "model": entry.model,
        "repeat": entry.repeat,
        "status": entry.status,
        "ending": entry.ending.value,
        "success": reward is not None and reward >= 1.0,
        "steps": entry.steps,
        "seconds": entry.seconds,
        "prompt_tokens": entry.prompt_tokens,
        "completion_tokens": entry.completion_tokens,
        "cost": entry.cost,
        "errors": len(entry.categories),
        **{f"metrics.{name}": value for name, value in entry.metrics.items()},
        **{f"scores.{name}": value for name, value in entry.later.items()},
    }

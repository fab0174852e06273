"""Reading the log's schema 1, which agentgym 0.1 wrote.

Its episodes come back as those of today, but for two things that it did not record: what the model was shown
(:attr:`Episode.views` is false) and what the key is made of today. ``agentgym migrate`` finds out both where it can.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from agentgym import registry
from agentgym.policy import Completion
from agentgym.trajectory.episode import SCHEMA, Episode
from agentgym.trajectory.tokens import shorten


def is_old(line: bytes) -> bool:
    """Whether a line of the log is of schema 1; one that is torn is of none."""
    if b'"schema":1,' not in line and b'"schema": 1,' not in line:
        return False
    try:  # Something in the episode may have a schema of its own.
        return _schema.decode(line).schema == 1
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return bool(json.loads(line)["schema"] == 1)
    except (ValueError, KeyError, TypeError):
        return False


class _Line(msgspec.Struct):
    schema: int = SCHEMA


_schema = msgspec.json.Decoder(_Line)


_TYPED = (
    "messages", "observation_later", "action_later", "tool_results", "refused", "call_error", "unasked", "screenshot"
)  # fmt: skip
"""Keys of a step's ``info`` that are fields of their own today."""


def upgrade(raw: dict[str, Any]) -> Episode:
    """Return an episode of schema 1, as JSON gives it, as one of today.

    Raises:
        msgspec.ValidationError, KeyError, TypeError, AttributeError: it is none.
    """
    steps = [_step(s) for s in raw.get("steps", ())]
    spec = raw.get("policy", "")
    known = {**raw, "steps": steps, "schema": SCHEMA, "views": False, "policy_spec": spec}
    known["working_seconds"] = sum(s.get("seconds", 0.0) for s in steps)
    known["calls_functions"] = registry.card(raw["env_id"]).calls_functions
    episode = msgspec.convert(known, Episode)
    _shift_unasked(episode)
    before: Completion | None = None
    for number, step in enumerate(episode.steps):
        whole = step.completion
        episode.steps[number] = shorten(step, before)
        before = None if step.messages is not None else whole
    return episode


def _shift_unasked(episode: Episode) -> None:
    """Say of each step whether it was unasked: schema 1 said so of the next one, and of the first nothing."""
    unasked = episode.steps[0].completion == Completion() if episode.steps else False
    for step in episode.steps:
        step.unasked, unasked = unasked, step.unasked


def _step(raw: dict[str, Any]) -> dict[str, Any]:
    info = raw.get("info") or {}
    rest = {k: v for k, v in raw.items() if k != "info"}
    return {**rest, **{k: info[k] for k in _TYPED if k in info}}

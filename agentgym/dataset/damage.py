"""Rows that are worth no training: cut in the middle of a message, without an answer, or rendered already."""

from __future__ import annotations

import re
from typing import NamedTuple

from agentgym.dataset.row import Row
from agentgym.messages import Message, arguments_of

_FENCE = "```"
_RENDERED = re.compile(
    r"<\|im_(start|end)\|>|<\|start_header_id\|>|<\|eot_id\|>|<(start|end)_of_turn>|\[/?INST\]|<\|assistant\|>"
)


class Damage(NamedTuple):
    """Why a row is worth no training: it was cut, has no answer, or holds the marks of a chat template as text."""

    row: str
    what: str


def damage(row: Row) -> Damage | None:
    """Return what is wrong with a row as training data; ``None`` if nothing is."""
    if not row.messages:
        return Damage(row.id, "empty")
    last = row.messages[-1]
    if last["role"] != "assistant":
        return Damage(row.id, "no answer at the end")
    if not last["content"].strip() and not last.get("tool_calls"):
        return Damage(row.id, "an empty answer at the end")
    if any(m["content"].rstrip().endswith(("…", "...")) for m in row.trained):
        return Damage(row.id, "an answer cut with an ellipsis")
    if any(_RENDERED.search(m["content"]) for m in row.messages):
        return Damage(row.id, "marks of a chat template in a message")
    if _torn(last):
        return Damage(row.id, "an end in the middle of a message")
    return None


def _torn(message: Message) -> bool:
    """Whether a message ends within a code block, or within the arguments of a call."""
    opened = sum(line.lstrip().startswith(_FENCE) for line in message["content"].splitlines()) % 2 == 1
    return opened or any("malformed" in arguments_of(c) for c in message.get("tool_calls", ()))

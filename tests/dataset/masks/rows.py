"""Rows that the tests of masks share."""

from __future__ import annotations

from typing import Any

from agentgym.dataset.row import Row
from agentgym.messages import Message


def row(*turns: str, system: str = "", loss: bool = True, **more: Any) -> Row:
    """Return a row of turns that user and assistant take in turn."""
    messages: list[Message] = [{"role": "system", "content": system}] if system else []
    for number, said in enumerate(turns):
        if number % 2:
            messages.append({"role": "assistant", "content": said, "loss": loss})
        else:
            messages.append({"role": "user", "content": said})
    return Row(id="row", messages=messages, **more)

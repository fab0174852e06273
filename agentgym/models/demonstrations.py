"""Solved examples in the opening of a conversation, and taking them out.

An opening is an instruction, an acknowledgement ("Ok."), and then the turns of solved examples, none of which is
trained. What is taken out are these turns; the instruction, the acknowledgement and the task stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from agentgym.errors import DataError
from agentgym.messages import Message

LONGEST = 80
"""Characters of an acknowledgement at most; it is one line."""


def strip(messages: Sequence[Message], *, where: str = "") -> tuple[list[Message], bool]:
    """Return a conversation without its solved examples, and whether it had any.

    Args:
        messages: the conversation; turns of the agent have ``loss`` true.
        where: what error messages call it.

    Raises:
        DataError: the instruction and an example share a message, so that they cannot be told apart.
    """
    answered = _untrained(messages)
    if not answered:
        return list(messages), False
    first = answered[0]
    if not _acknowledges(messages[first]):
        raise DataError(
            f"{where}: the demonstration cannot be stripped: the first answer of the opening is part of it, so the "
            "instruction shares a message with it. Keep the demonstration, or play a profile without one."
        )
    if len(answered) == 1:
        return list(messages), False
    return [*messages[: first + 1], *messages[answered[-1] + 1 :]], True


def _untrained(messages: Sequence[Message]) -> list[int]:
    """Return the positions of the assistant's turns before the first one of the agent."""
    found = []
    for position, message in enumerate(messages):
        if message.get("loss") is True:
            break
        if message["role"] == "assistant":
            found.append(position)
    return found


def _acknowledges(message: Message) -> bool:
    text = message["content"].strip()
    return (
        "\n" not in text and len(text) <= LONGEST and "tool_calls" not in message and not text.startswith("{")
    )

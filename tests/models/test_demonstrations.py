"""Solved examples in an opening."""

from __future__ import annotations

import pytest

from agentgym.errors import DataError
from agentgym.messages import Message, assistant, system, user
from agentgym.models.demonstrations import strip

TAIL: list[Message] = [user("task"), assistant("act", loss=True), user("seen"), assistant("act 2", loss=True)]
EXAMPLE: list[Message] = [
    user("example"),
    assistant("THOUGHT: x\nACTION: y"),
    user("more"),
    assistant("ACTION: z"),
]


def test_instruction_acknowledgement_and_task_stay() -> None:
    opening = [system("s"), user("how to"), assistant("Ok.")]
    assert strip([*opening, *EXAMPLE, *TAIL]) == ([*opening, *TAIL], True)
    assert strip([*opening, *TAIL]) == ([*opening, *TAIL], False)
    assert strip(TAIL) == (TAIL, False)


def test_an_example_that_begins_in_the_instruction_cannot_be_told_apart() -> None:
    with pytest.raises(DataError, match="os t1: the demonstration cannot be stripped"):
        strip([user("how to, and an example"), *EXAMPLE[1:], *TAIL], where="os t1")

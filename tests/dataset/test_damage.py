"""Finding rows that are worth no training."""

from __future__ import annotations

import pytest

from agentgym.dataset.damage import damage
from agentgym.dataset.row import Row
from agentgym.messages import Message, ToolCallDict, assistant, user

TORN: ToolCallDict = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"x": "a'}}


@pytest.mark.parametrize(
    ("messages", "what"),
    [
        ([user("u"), assistant("a", loss=True)], None),
        ([], "empty"),
        ([user("u")], "no answer at the end"),
        ([user("u"), assistant(" ", loss=True)], "an empty answer at the end"),
        ([user("u"), assistant("and then…", loss=True)], "an answer cut with an ellipsis"),
        ([user("u"), assistant("Run this:\n```bash\nls -l", loss=True)], "an end in the middle of a message"),
        ([user("u"), assistant("Run this:\n```bash\nls -l\n```", loss=True)], None),
        (
            [user("u"), {"role": "assistant", "content": "", "tool_calls": [TORN]}],
            "an end in the middle of a message",
        ),
        (
            [user("[INST] u [/INST]"), assistant("a", loss=True)],
            "marks of a chat template in a message",
        ),
        ([user("u"), assistant("Well...", loss=False), user("v"), assistant("a", loss=True)], None),
    ],
)
def test_damaged_rows_are_told(messages: list[Message], what: str | None) -> None:
    found = damage(Row(id="x", messages=messages))
    assert (found.what if found else None) == what

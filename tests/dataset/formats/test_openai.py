"""OpenAI's messages."""

from __future__ import annotations

from typing import Any

import pytest

from agentgym.dataset.formats import OpenAIFormat
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import assistant, user

FORM = OpenAIFormat()


def test_turns_that_are_not_trained_have_weight_0() -> None:
    line = FORM.write(
        Row(id="x_0", messages=[user("u"), assistant("Ok."), user("v"), assistant("a", loss=True)])
    )
    assert line["messages"] == [
        {"role": "user", "content": "u"}, {"role": "assistant", "content": "Ok.", "weight": 0},
        {"role": "user", "content": "v"}, {"role": "assistant", "content": "a"},
    ]  # fmt: skip


def test_lines_of_others_are_read() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "act", "arguments": {"x": 1}}}
    line = {
        "messages": [
            {
                "role": "user",
                "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
                "name": "me",
            },
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "content": "done", "tool_call_id": "1"},
            {"role": "assistant", "content": "yes", "tool_calls": None},
        ],
        "tools": '[{"type": "function"}]',
    }
    row = FORM.read(line, 4)
    assert row.id == "row_4" and row.tools == [{"type": "function"}] and row.messages[0]["content"] == "ab"
    assert row.messages[1]["tool_calls"][0]["function"]["arguments"] == '{"x":1}'
    assert [m["content"] for m in row.trained] == ["", "yes"] and "tool_calls" not in row.messages[3]


@pytest.mark.parametrize(
    "line",
    [
        {}, {"messages": "x"}, {"messages": ["x"]}, {"messages": [{"role": "user"}]},
        {"messages": [{"role": "robot", "content": "x"}]}, {"messages": [], "tools": "["},
        {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
        {"messages": [{"role": "assistant", "content": "", "tool_calls": ["x"]}]},
        {"messages": [], "agentgym": {"source": 3}},
    ],
)  # fmt: skip
def test_other_lines_are_refused(line: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        FORM.read(line, 0)

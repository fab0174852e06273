"""Tools in plain text."""

from __future__ import annotations

import pytest

from agentgym.messages import tool_call
from agentgym.models import text_tools

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "search",
            "description": "Look.",
            "parameters": {"type": "object", "properties": {}},
        },
    }
]


def test_tools_calls_and_results_become_text() -> None:
    messages = [
        {"role": "user", "content": "buy tea"},
        {"role": "assistant", "content": "I look.", "tool_calls": [tool_call("search", {"q": "tea"}, "c")]},
        {"role": "tool", "content": "3 teas", "tool_call_id": "c"},
    ]
    shown = text_tools.show(messages, TOOLS)  # type: ignore[arg-type]
    assert [m["role"] for m in shown] == ["user", "assistant", "user"]
    assert '<tools>\n{"name":"search"' in shown[0]["content"] and shown[0]["content"].endswith("buy tea")
    assert text_tools.read(shown[1]["content"]) == ("I look.", [tool_call("search", {"q": "tea"}, "call_0")])
    assert "3 teas" in shown[2]["content"] and "tools" not in messages[0]["content"]


@pytest.mark.parametrize(
    ("text", "content", "calls"),
    [
        ("no call", "no call", []),
        ('{"name": "f", "arguments": {"a": 1}}', "", [("f", '{"a":1}')]),
        ('{"name": "f", "parameters": {}}', "", [("f", "{}")]),
        ('x <tool_call>{"name": "f", "arguments": {}}</tool_call>', "x", [("f", "{}")]),
        (
            '<tool_call>{"name":"f","arguments":{}}</tool_call>\n<tool_call>{"name":"g","arguments":{}}',
            "",
            [("f", "{}"), ("g", "{}")],
        ),
        ('<tool_call>{"name": "f", "arguments": {"a": }}</tool_call>', "", [("f", '{"a": }')]),
        ('{"name": "f", "arguments": {"a": "cut', "", [("f", '{"a": "cut')]),
        ('{"no": "name"}', '{"no": "name"}', []),
    ],
)
def test_calls_are_read_off_answers(text: str, content: str, calls: list[tuple[str, str]]) -> None:
    got, found = text_tools.read(text)
    assert got == content
    assert [(c["function"]["name"], c["function"]["arguments"]) for c in found] == calls

"""The translation to Anthropic's messages API."""

from __future__ import annotations

from agentgym.messages import Message, system, tool_call, user
from agentgym.policies.anthropic import MAX_TOKENS, AnthropicPolicy
from agentgym.policy import View


def test_a_view_is_translated() -> None:
    policy = AnthropicPolicy("m", temperature=0.5, top_k=3, stop=["END"], max_tokens=9)
    messages: list[Message] = [
        system("Be brief."),
        system("And kind."),
        user("hello"),
        user(" "),
        {"role": "assistant", "content": "I look. \n", "tool_calls": [tool_call("f", {"x": 1}, "c1")]},
        {"role": "tool", "content": "3", "tool_call_id": "c1"},
        user("on"),
        {"role": "assistant", "content": "", "tool_calls": [
            {"id": "c2", "type": "function", "function": {"name": "f", "arguments": "{"}}
        ]},
    ]  # fmt: skip
    assert policy.translate(View(messages=messages)) == {
        "model": "m",
        "max_tokens": 9,
        "system": "Be brief.\n\nAnd kind.",
        "stop_sequences": ["END"],
        "extra_body": {"temperature": 0.5, "top_k": 3},
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "hello"}, {"type": "text", "text": "(no text)"}]},
            {"role": "assistant", "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "c1", "name": "f", "input": {"x": 1}},
            ]},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "c1", "content": "3"}, {"type": "text", "text": "on"},
            ]},
            {"role": "assistant", "content": [
                {"type": "tool_use", "id": "c2", "name": "f", "input": {"malformed": "{"}}
            ]},
        ],
    }  # fmt: skip
    assert AnthropicPolicy("m").translate(View(messages=[user("x")]))["max_tokens"] == MAX_TOKENS

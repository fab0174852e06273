"""The translation to the Gemini API."""

from __future__ import annotations

from typing import Any

from agentgym.messages import Message, system, tool_call, user
from agentgym.policies.google import GooglePolicy
from agentgym.policy import View


def test_a_view_is_translated() -> None:
    policy = GooglePolicy("m", temperature=0.5, seed=3, stop=["END"], max_tokens=9)
    signed: Any = {
        **tool_call("f", {"x": 1}, "c1"),
        "extra_content": {"google": {"thought_signature": "c2ln"}},
    }
    messages: list[Message] = [
        system("Be brief."),
        user("hello"),
        {"role": "assistant", "content": "", "tool_calls": [signed]},
        {"role": "tool", "content": "3", "tool_call_id": "c1"},
        user("on"),
        {"role": "assistant", "content": "done"},
    ]
    assert policy.translate(View(messages=messages)) == {
        "model": "m",
        "config": {
            "temperature": 0.5, "seed": 3, "stop_sequences": ["END"], "max_output_tokens": 9,
            "system_instruction": "Be brief.",
        },
        "contents": [
            {"role": "user", "parts": [{"text": "hello"}]},
            {"role": "model", "parts": [
                {"function_call": {"name": "f", "args": {"x": 1}}, "thought_signature": "c2ln"}
            ]},
            {"role": "user", "parts": [
                {"function_response": {"name": "f", "response": {"result": "3"}}}, {"text": "on"},
            ]},
            {"role": "model", "parts": [{"text": "done"}]},
        ],
    }  # fmt: skip

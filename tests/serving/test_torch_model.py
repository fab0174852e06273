"""What a template is given."""

from __future__ import annotations

from typing import Any

from agentgym.messages import tool_call
from agentgym.serving.torch_model import with_argument_objects


def test_arguments_of_tool_calls_are_objects_and_nothing_that_was_given_is_changed() -> None:
    broken = {**tool_call("f", {}), "function": {"name": "f", "arguments": '{"x": '}}
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": "go"},
        {"role": "assistant", "content": "", "tool_calls": [tool_call("f", {"x": [1, "a"]}), broken]},
    ]
    shown = with_argument_objects(messages)
    assert shown[0] is messages[0]
    assert [c["function"]["arguments"] for c in shown[1]["tool_calls"]] == [
        {"x": [1, "a"]}, {"malformed": '{"x": '}
    ]  # fmt: skip
    assert messages[1]["tool_calls"][0]["function"]["arguments"] == '{"x":[1,"a"]}'

"""The conversation that grows from what an environment returns."""

from __future__ import annotations

from agentgym.conversation import Conversation, action_text
from agentgym.messages import encode_tool_calls, tool_call, wire


def test_the_conversation_rewrites_what_is_no_longer_new() -> None:
    chat = Conversation(
        "first", {"messages": [{"role": "user", "content": "hi"}], "observation_later": "1st"}
    )
    chat.add({"role": "assistant", "content": "a"}, "second", {"action_later": "A"})
    assert [m["content"] for m in chat.messages] == ["hi", "1st", "A", "second"]
    chat.add({"role": "assistant", "content": "b"}, "fresh", {"messages": []})
    assert [m["content"] for m in chat.messages] == ["fresh"]


def test_tool_calls_get_an_answer_each() -> None:
    calls = [tool_call("f", {"x": 1}, "c1"), tool_call("f", {"x": 2}, "c2")]
    chat = Conversation("go", {})
    turn = {"role": "assistant", "content": "", "tool_calls": calls}
    assert action_text(turn) == encode_tool_calls("", calls)
    chat.add(turn, "done", {"tool_results": ["done", "ignored"]})
    assert [(m["role"], m["content"], m.get("tool_call_id")) for m in chat.messages[2:]] == [
        ("tool", "done", "c1"),
        ("tool", "ignored", "c2"),
    ]
    assert "loss" not in wire(chat.messages)[1]


def test_of_several_results_the_observation_is_rewritten_later() -> None:
    calls = [tool_call("f", {"x": 1}, "c1"), tool_call("f", {"x": 2}, "c2")]
    chat = Conversation("go", {})
    results = {"tool_results": ["done, and what you can do", "not executed"], "observation_later": "done"}
    chat.add({"role": "assistant", "content": "", "tool_calls": calls}, results["tool_results"][0], results)
    assert [m["content"] for m in chat.messages[2:]] == results["tool_results"]
    chat.add({"role": "assistant", "content": "on"}, "next", {})
    assert [m["content"] for m in chat.messages[2:4]] == ["done", "not executed"]

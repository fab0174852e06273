"""Messages, and what of them is sent."""

from __future__ import annotations

from agentgym.messages import (
    EMPTY,
    Message,
    arguments_of,
    assistant,
    copy_messages,
    encode_tool_calls,
    tool_call,
    user,
    wire,
)


def test_only_what_servers_take_is_sent() -> None:
    said: Message = {**assistant("hm", loss=True), "reasoning_content": "I think."}
    answered: Message = {"role": "tool", "content": "done", "tool_call_id": "c"}
    assert wire([user("go"), said, answered]) == [
        {"role": "user", "content": "go"},
        {"role": "assistant", "content": "hm"},
        {"role": "tool", "content": "done", "tool_call_id": "c"},
    ]
    assert wire([said], reasoning=True)[0]["reasoning_content"] == "I think."


def test_malformed_arguments_are_wrapped_so_that_templates_can_load_them() -> None:
    broken = tool_call("f", {}, "c")
    broken["function"]["arguments"] = '{"x": '
    said: Message = {"role": "assistant", "content": "", "tool_calls": [broken]}
    assert wire([said])[0]["tool_calls"][0]["function"]["arguments"] == '{"malformed":"{\\"x\\": "}'
    assert broken["function"]["arguments"] == '{"x": ', "what was said is not changed"
    assert arguments_of(tool_call("f", {"x": 1})) == {"x": 1}


def test_arguments_that_no_reader_takes_are_wrapped_too() -> None:
    for text in ('{"x": "\ud83d"}', "[" * 100_000):
        call = tool_call("f", {})
        call["function"]["arguments"] = text
        said: Message = {"role": "assistant", "content": "", "tool_calls": [call]}
        assert wire([said])[0]["tool_calls"][0]["function"]["arguments"].startswith('{"malformed":')


def test_copies_share_nothing() -> None:
    said: Message = {"role": "assistant", "content": "", "tool_calls": [tool_call("f", {"x": 1})]}
    (copied,) = copy_messages([said])
    copied["tool_calls"][0]["function"]["name"] = "g"
    assert said["tool_calls"][0]["function"]["name"] == "f"
    assert '"name":"f"' in encode_tool_calls("", said["tool_calls"])


def test_half_a_surrogate_pair_spoils_no_tool_call() -> None:
    from agentgym.formats.model_json import read_json
    from agentgym.messages import encode_tool_calls

    calls = [tool_call("f", {"x": "☃"})]
    read = read_json(encode_tool_calls("hm \ud83d.", calls))
    assert read == {"content": "hm \ufffd.", "tool_calls": calls}


def test_an_empty_turn_is_sent_as_text_and_no_id_of_a_call_twice() -> None:
    call = tool_call("act", {}, "same")
    sent = wire(
        [
            user("a"), {"role": "assistant", "content": ""}, user("b"),
            {"role": "assistant", "content": "", "tool_calls": [call]},
            {"role": "tool", "content": "1", "tool_call_id": "same"},
            {"role": "assistant", "content": "", "tool_calls": [call, {**call, "id": "other"}]},
            {"role": "tool", "content": "2", "tool_call_id": "same"},
            {"role": "tool", "content": "3", "tool_call_id": "other"},
        ]
    )  # fmt: skip
    assert sent[1]["content"] == EMPTY
    assert sent[3]["content"] == ""
    ids = [c["id"] for m in sent for c in m.get("tool_calls", ())]
    assert len(set(ids)) == 3
    assert [m["tool_call_id"] for m in sent if m["role"] == "tool"] == ids
    assert call["id"] == "same"

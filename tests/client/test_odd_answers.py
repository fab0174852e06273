"""Answers that are not quite as the API has them, as users of servers have posted them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agentgym.client import chat_completions
from agentgym.client.failures import CallError, CallFailure, refusal
from agentgym.errors import ContextLengthError
from agentgym.policy import Completion


def read(body: Any) -> Completion:
    raw = (
        body
        if isinstance(body, bytes)
        else body.encode()
        if isinstance(body, str)
        else json.dumps(body).encode()
    )
    return chat_completions.read(raw, "server")


def answer(finish: str = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"message": message, "finish_reason": finish}]}


def logprob(text: str) -> str:
    inner = f'"logprobs":{{"content":[{{"token":"x","logprob":{text}}}]}}'
    return f'{{"choices":[{{"message":{{"content":"x"}},{inner}}}]}}'


@pytest.mark.parametrize(
    "body",
    [
        logprob("null"), logprob("NaN"), logprob('"-"'), answer(content="x", tool_calls={}),
        answer(content="x", tool_calls=[None]), {**answer(content="x"), "model": 5},
        {**answer(content="x"), "usage": {"prompt_tokens": 1.5, "completion_tokens": 2}},
        {**answer(content="x"), "usage": {"prompt_tokens": 10**30}}, {**answer(content="x"), "usage": "many"},
        {**answer(content="x"), "prompt_token_ids": ["a"]}, answer(content="x", reasoning={}),
    ],
)  # fmt: skip
def test_an_odd_field_beside_a_good_answer_is_left_out(body: Any) -> None:
    completion = read(body)
    assert (completion.text, completion.tool_calls, completion.logprobs) == ("x", [], None)
    assert completion.usage is None or completion.usage.prompt_tokens == 0


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'{"choices":[{"message":{"content":"a\\ud83d b"}}]}', "a� b"),
        (b'{"choices":[{"message":{"content":"a\x01\n b"}}]}', "a\x01\n b"),
        (b'{"choices":[{"message":{"content":"a\xff b"}}]}', "a� b"),
        (b'\xef\xbb\xbf{"choices":[{"message":{"content":"x"}}]}', "x"),
    ],
)
def test_bytes_that_strict_json_refuses_are_read(raw: bytes, text: str) -> None:
    assert read(raw).text == text


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b"5", b"[" * 100_000, b'{"choices":[]}', b'{"choices":5}']
)
def test_what_is_no_completion_is_broken(raw: bytes) -> None:
    with pytest.raises(CallError) as error:
        read(raw)
    assert error.value.kind is CallFailure.BROKEN


def test_a_failure_of_the_server_is_no_empty_answer_of_the_model() -> None:
    failed = {"error": {"code": 502, "message": "up"}, "message": {"content": ""}, "finish_reason": "error"}
    with pytest.raises(CallError) as error:
        read({"choices": [failed]})
    assert error.value.kind is CallFailure.OVERLOAD and error.value.retryable
    with pytest.raises(CallError) as error:
        read(answer("error", content=""))
    assert error.value.kind is CallFailure.SERVER


def test_a_malformed_call_is_the_models_own_turn() -> None:
    completion = read(answer("MALFORMED_FUNCTION_CALL", content=None))
    assert completion.extra == {"malformed_call": "MALFORMED_FUNCTION_CALL"}
    groq = {
        "error": {
            "message": "Failed to call a function.",
            "code": "tool_use_failed",
            "failed_generation": "<f>",
        }
    }
    own = chat_completions.malformed_call(400, json.dumps(groq).encode())
    assert own is not None and (own.text, own.finish_reason) == ("<f>", "tool_use_failed")
    llama = {"error": {"code": 500, "message": "Failed to parse input at pos 184: <tool_call>\n{"}}
    own = chat_completions.malformed_call(500, json.dumps(llama).encode())
    assert own is not None and own.text == "<tool_call>\n{"
    for status, body in (
        (500, b'{"error": {"message": "oom"}}'),
        (400, b"no json"),
        (429, json.dumps(groq).encode()),
    ):
        assert chat_completions.malformed_call(status, body) is None


@pytest.mark.parametrize(
    ("message", "text", "reasoning"),
    [
        ({"content": [{"type": "text", "text": None}, {"type": "text", "text": "b"}]}, "b", ""),
        (
            {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "deep"}]}, {"text": "b"}]},
            "b", "deep",
        ),
        ({"content": "<think>\n\n</think>\n\nb", "reasoning_content": "r"}, "b", "r"),
        ({"content": "I count.\n</think>\n\nb"}, "b", "I count."),
        ({"content": "Act: bash\n\n```bash\ngrep -c '</think>' log\n```"},
         "Act: bash\n\n```bash\ngrep -c '</think>' log\n```", ""),
        ({"content": "```\n</think>\n```"}, "```\n</think>\n```", ""),
        ({"content": "x", "reasoning": {"text": "r"}}, "x", "r"),
    ],
)  # fmt: skip
def test_text_and_reasoning_are_apart(message: dict[str, Any], text: str, reasoning: str) -> None:
    completion = read(answer(**message))
    assert (completion.text, completion.reasoning) == (text, reasoning)


def test_the_earlier_form_of_a_call_and_repeated_ids_are_read() -> None:
    completion = read(answer(content=None, function_call={"name": "f", "arguments": "{}"}))
    assert completion.tool_calls[0]["function"] == {"name": "f", "arguments": "{}"}
    call = {"id": "same", "type": "function", "function": {"name": "act", "arguments": "{}"}}
    completion = read(answer(content="", tool_calls=[call, call]))
    assert [c["id"] for c in completion.tool_calls] == ["same", "same_1"]


@pytest.mark.parametrize(
    "message",
    [
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
        "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000",
        "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]",
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
    ],
)
@pytest.mark.parametrize("secret", ["", "x", "e", "sk-0123456789"])
def test_a_full_context_is_known_by_its_wording_whatever_the_key(message: str, secret: str) -> None:
    raw = json.dumps({"error": {"message": message}}).encode()
    assert isinstance(refusal(400, raw, {}, "server", secret=secret), ContextLengthError)


def test_a_key_is_blotted_out_and_the_message_stays_readable() -> None:
    told = str(
        refusal(401, b'{"error": "key sk-0123456789 of exe is wrong"}', {}, "server", secret="sk-0123456789")
    )
    assert "sk-0123456789" not in told and "***" in told
    assert "exe is wrong" in str(refusal(401, b'"x" of exe is wrong', {}, "server", secret="x"))
    assert '"***" of exe' in str(refusal(401, b'"x" of exe is wrong', {}, "server", secret="x"))

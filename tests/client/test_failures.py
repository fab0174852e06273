"""What an answer that is none means."""

from __future__ import annotations

import time

import pytest

from agentgym.client import CallError, CallFailure
from agentgym.client.failures import refusal, retry_after
from agentgym.errors import ContextLengthError


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, b"{}", CallFailure.RATE),
        (429, b'{"error": {"code": "insufficient_quota"}}', CallFailure.QUOTA),
        (402, b"", CallFailure.QUOTA),
        (503, b"", CallFailure.OVERLOAD),
        (529, b'{"type": "error"}', CallFailure.OVERLOAD),
        (500, b"oops", CallFailure.SERVER),
        (401, b"", CallFailure.REFUSED),
        (422, b"\xff\xfe", CallFailure.REFUSED),
        *((status, b"", CallFailure.OVERLOAD) for status in (408, 409, 425, 502, 503, 504, 520, 522, 524)),
        *((status, b"", CallFailure.REFUSED) for status in (301, 400, 403, 404, 405, 413)),
        (501, b"", CallFailure.SERVER),
        (400, b'{"error": {"type": "billing_hard_limit_reached"}}', CallFailure.QUOTA),
        (403, b'{"code": "credit_balance_too_low"}', CallFailure.QUOTA),
        (401, b"maximum context length", CallFailure.REFUSED),
    ],
)
def test_failures_are_classified(status: int, body: bytes, kind: CallFailure) -> None:
    error = refusal(status, body, {}, "server")
    assert error.kind is kind  # type: ignore[union-attr]
    assert error.retryable == (kind not in (CallFailure.QUOTA, CallFailure.REFUSED))


def test_retry_after_is_read_in_all_its_forms() -> None:
    assert retry_after({"Retry-After": "2.5"}) == 2.5
    assert retry_after({"retry-after-ms": "250"}) == 0.25
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 100))
    assert 97 < (retry_after({"Retry-After": date}) or 0) <= 100
    assert retry_after({"Retry-After": "soon"}) is None and retry_after({}) is None


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."),
        (400, "The input is longer than the model's context length (8192)."),
        (413, "Context length exceeded"),
        (500, "context_length_exceeded while generating"),
        (400, "the request exceeds the available context size. try increasing the context size"),
        (400, "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"),
        (400, "prompt is too long: 210000 tokens > 200000 maximum"),
        (422, "Input is too long for requested model."),
        (400, "This request is over the maximum prompt length."),
        (400, "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576)."),
        (422, "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens"),
        (400, "Too many tokens in the prompt."),
        (400, '{"error": {"code": "string_above_max_length", "message": "no"}}'),
        (400, '{"error": {"type": "exceed_context_size_error", "message": "no"}}'),
        (404, '{"error": {"code": "context_length_exceeded", "message": "no"}}'),
    ],
)
def test_too_long_a_conversation_is_known_by_what_servers_say(status: int, text: str) -> None:
    assert isinstance(refusal(status, text.encode(), {}, "server"), ContextLengthError)


def test_the_key_is_blotted_out() -> None:
    error = refusal(401, b"no such key: sk-1", {"Retry-After": "3"}, "server", secret="sk-1")
    assert str(error) == "server answered 401: no such key: ***"
    assert isinstance(error, CallError) and error.retry_after == 3.0

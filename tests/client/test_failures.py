"""What an answer that is none means."""

from __future__ import annotations

import time

import pytest

from agentgym.client import CallFailure
from agentgym.client.failures import refusal, retry_after


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

"""Why a call gave no answer: a closed list, read off what the server says."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from agentgym.errors import ContextLengthError, PolicyError


class CallFailure(StrEnum):
    """Class of a failed call; decides whether, and how often, it is made again."""

    RATE = "rate"
    """429: too many calls."""
    OVERLOAD = "overload"
    """503 and its kin: the server is up and does not manage."""
    SERVER = "server"
    """500: an error inside the server."""
    CONNECTION = "connection"
    """No connection, or it broke before the answer was whole."""
    TIMEOUT = "timeout"
    """No answer in time."""
    BROKEN = "broken"
    """An answer that is no completion: HTML, half a JSON, no choices."""
    REFUSED = "refused"
    """400, 401, 403, 404 …: the request itself is wrong; waiting does not help."""
    QUOTA = "quota"
    """The account is empty."""
    MODEL = "model"
    """Another model answered than the one that was pinned."""

    @property
    def congested(self) -> bool:
        """Whether fewer calls at once may help."""
        return self in (CallFailure.RATE, CallFailure.OVERLOAD, CallFailure.TIMEOUT)

    @property
    def elsewhere(self) -> bool:
        """Whether another server may do better at once."""
        return self in (CallFailure.CONNECTION, CallFailure.OVERLOAD, CallFailure.SERVER, CallFailure.TIMEOUT)


class CallError(PolicyError):
    """A call that gave no answer.

    Attributes:
        kind: why.
        retryable: another attempt may succeed. True while one attempt is judged only: the error that leaves a policy
            is final.
        retry_after: seconds that the server asks to wait; ``None`` if it does not say.
        attempts: attempts made.
    """

    def __init__(
        self, kind: CallFailure, message: str, *, retry_after: float | None = None, attempts: int = 1
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retryable = kind not in (CallFailure.REFUSED, CallFailure.QUOTA, CallFailure.MODEL)
        self.retry_after = retry_after
        self.attempts = attempts


_OVERLOAD = frozenset({408, 409, 425, 502, 503, 504, 520, 522, 524, 529})
_CONTEXT_STATUS = frozenset({400, 413, 422, 500})
_CONTEXT_CODES = frozenset(
    {"context_length_exceeded", "string_above_max_length", "exceed_context_size_error"}
)
_CONTEXT_PHRASES = (
    "maximum context length",
    "model's context length",
    "context length exceeded",
    "context_length_exceeded",
    "exceeds the available context",
    "exceed context limit",
    "prompt is too long",
    "input is too long",
    "maximum prompt length",
    "maximum number of tokens allowed",
    "`inputs` tokens + `max_new_tokens` must be",
    "too many tokens",
    "longer than the maximum model length",
    "`inputs` must have less than",
    "range of input length should be",
    "exceeds the context window",
    "exceeds the maximum context",
    "reduce the length of the messages",
    "input length and `max_tokens` exceed context limit",
    "larger than the context size",
    "larger than the max context size",
)
_QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "credit_balance_too_low"})


def refusal(
    status: int, raw: bytes, headers: Mapping[str, str], server: str, *, secret: str = ""
) -> CallError | ContextLengthError:
    """Return the error that an answer with a status other than 200 means.

    Args:
        status: HTTP status.
        raw: body.
        headers: of the answer; ``Retry-After`` in seconds or as a date, or OpenAI's ``retry-after-ms``.
        server: named in the message.
        secret: the key, which a server may echo; it is blotted out.
    """
    text = raw[:4000].decode("utf-8", "replace")
    codes, lowered = _codes(raw), text.lower()
    if secret:
        text = _blotted(text, secret)
    if codes & _CONTEXT_CODES or (
        status in _CONTEXT_STATUS and any(phrase in lowered for phrase in _CONTEXT_PHRASES)
    ):
        return ContextLengthError(f"{server}: {text[:500]}")
    return CallError(
        _kind(status, codes), f"{server} answered {status}: {text[:500]}", retry_after=retry_after(headers)
    )


_LONG_SECRET = 8
"""Characters from which a key is none of the words of a message."""


def _blotted(text: str, secret: str) -> str:
    """Blot a key out; a short one (people give local servers ``x``) only where it stands as a word of its own."""
    if len(secret) >= _LONG_SECRET:
        return text.replace(secret, "***")
    return re.sub(rf"(?<![\w'-]){re.escape(secret)}(?![\w'-])", "***", text)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds the server asks to wait, ``None`` if it does not say."""
    milliseconds, text = headers.get("retry-after-ms"), headers.get("Retry-After")
    try:
        if milliseconds:
            return max(0.0, float(milliseconds) / 1000)
        return max(0.0, float(text)) if text else None
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text or "").timestamp() - time.time())
    except ValueError:  # Neither a number nor a date: as if it had not been said.
        return None


def _kind(status: int, codes: set[str]) -> CallFailure:
    if codes & _QUOTA_CODES or status == 402:
        return CallFailure.QUOTA  # It comes with the status of a rate limit, but waiting does not help.
    if status == 429:
        return CallFailure.RATE
    if status in _OVERLOAD:
        return CallFailure.OVERLOAD
    return CallFailure.SERVER if status >= 500 else CallFailure.REFUSED


def _codes(raw: bytes) -> set[str]:
    """Return what the body's error calls itself: ``code`` and ``type``, whatever the nesting."""
    try:
        body: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return set()
    error = body.get("error", body) if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return set()
    return {str(error[name]) for name in ("code", "type") if error.get(name)}

"""Answers that are not quite as the API has them: what is good in them is kept.

One odd field beside a good answer is left out, and bytes that strict JSON refuses are read with a mark where something
was lost: an answer that was paid for is never asked for again because of them.
"""

from __future__ import annotations

import json
import math
from typing import Any

import msgspec

from agentgym.policy import MOST_TOKENS


def decode(raw: bytes) -> dict[str, Any]:
    """Read the body of an answer, forgiving what strict JSON does not.

    Raw control characters, bytes that are no UTF-8, a byte order mark, half a surrogate pair, ``NaN``.

    Raises:
        ValueError: it is no JSON object at all.
    """
    try:
        body = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            body = _whole(json.loads(raw.decode("utf-8-sig", "replace"), strict=False))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
    if not isinstance(body, dict):
        raise ValueError(f"expected a JSON object, got {type(body).__name__}")
    return body


def mended(body: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with only those of its fields that are as they should be."""
    kept: dict[str, Any] = {"choices": [_choice(c) for c in _items(body.get("choices"), dict)]}
    if isinstance(body.get("model"), str):
        kept["model"] = body["model"]
    if isinstance(body.get("usage"), dict):
        kept["usage"] = _usage(body["usage"])
    _put(kept, "prompt_token_ids", _ids(body.get("prompt_token_ids")))
    _put(kept, "error", body.get("error"))
    return kept


def said(value: Any) -> str:
    """Return the text of what may be a text, a part with a text, or a list of such."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next((said(value[k]) for k in ("text", "content", "thinking") if value.get(k)), "")
    return "".join(map(said, value)) if isinstance(value, list) else ""


def count(value: Any) -> int:
    """Return a count of tokens; 0 where it is none."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() else 0
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_TOKENS else 0


def _choice(choice: dict[str, Any]) -> dict[str, Any]:
    message = choice.get("message")
    kept: dict[str, Any] = {"message": _message(message if isinstance(message, dict) else {})}
    if isinstance(choice.get("finish_reason"), str):
        kept["finish_reason"] = choice["finish_reason"]
    _put(kept, "error", choice.get("error"))
    _put(kept, "token_ids", _ids(choice.get("token_ids")))
    logprobs = choice.get("logprobs")
    if isinstance(logprobs, dict):
        tokens = [_token(t) for t in _items(logprobs.get("content"), dict)]
        # One without its number leaves a gap, and which token the others belong to would be lost.
        if None not in tokens:
            kept["logprobs"] = {"content": tokens}
    return kept


def _message(message: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"content": message.get("content")}
    for name in ("reasoning_content", "reasoning", "refusal"):
        _put(kept, name, said(message.get(name)) or None)
    _put(kept, "tool_calls", _items(message.get("tool_calls"), dict) or None)
    if isinstance(message.get("function_call"), dict):
        kept["function_call"] = message["function_call"]
    return kept


def _token(token: dict[str, Any]) -> dict[str, Any] | None:
    value = token.get("logprob")
    if not isinstance(value, (int, float)) or isinstance(value, bool) or math.isnan(value):
        return None
    kept: dict[str, Any] = {"logprob": float(value)}
    if isinstance(token.get("token"), str):
        kept["token"] = token["token"]
    if isinstance(token.get("id"), int):
        kept["id"] = token["id"]
    return kept


def _usage(usage: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {n: count(usage.get(n)) for n in ("prompt_tokens", "completion_tokens")}
    for name, field in (
        ("prompt_tokens_details", "cached_tokens"),
        ("completion_tokens_details", "reasoning_tokens"),
    ):
        details = usage.get(name)
        if isinstance(details, dict):
            kept[name] = {field: count(details.get(field))}
    cost = usage.get("cost")
    if isinstance(cost, (int, float)) and not isinstance(cost, bool) and math.isfinite(cost):
        kept["cost"] = float(cost)
    return kept


def _ids(value: Any) -> list[int] | None:
    return value if isinstance(value, list) and all(type(i) is int for i in value) else None


def _items(value: Any, kind: type) -> list[Any]:
    return [v for v in value if isinstance(v, kind)] if isinstance(value, list) else []


def _put(kept: dict[str, Any], name: str, value: Any) -> None:
    if value is not None:
        kept[name] = value


def _whole(value: Any) -> Any:
    """Replace half surrogate pairs by the mark of a lost character, in everything."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(k): _whole(v) for k, v in value.items()}
    return [_whole(v) for v in value] if isinstance(value, list) else value

"""How Anthropic's and Google's servers answer."""

from __future__ import annotations

from typing import Any

from aiohttp import web

PACKAGES = {"anthropic": "anthropic", "google": "google.genai"}
"""The SDK of each scheme."""


def says(vendor: str, text: str, *, call: dict[str, Any] | None = None) -> web.Response:
    """Return an answer in the vendor's form, with a thought and perhaps a tool call."""
    if vendor == "anthropic":
        content: list[Any] = [{"type": "thinking", "thinking": "hm", "signature": "s"}]
        content += [{"type": "text", "text": text}] if text else []
        content += [{"type": "tool_use", "id": "t1", "name": "guess", "input": call}] if call else []
        usage = {"input_tokens": 5, "output_tokens": 3, "cache_read_input_tokens": 2}
        reason = "tool_use" if call else "end_turn"
        return web.json_response(
            {"id": "m", "type": "message", "role": "assistant", "model": "claude-x", "content": content,
             "stop_reason": reason, "stop_sequence": None, "usage": usage}
        )  # fmt: skip
    parts: list[Any] = [{"text": "hm", "thought": True}]
    parts += [{"text": text}] if text else []
    if call:
        parts += [{"functionCall": {"name": "guess", "args": call}, "thoughtSignature": "c2ln"}]
    usage = {
        "promptTokenCount": 7,
        "candidatesTokenCount": 2,
        "thoughtsTokenCount": 1,
        "cachedContentTokenCount": 2,
    }
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}
    return web.json_response({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "claude-x"})


def refuses(vendor: str, status: int, message: str) -> web.Response:
    """Return an error in the vendor's form."""
    error: dict[str, Any] = {"type": "error", "error": {"type": "some_error", "message": message}}
    if vendor == "google":
        error = {"error": {"code": status, "message": message, "status": "SOME_ERROR"}}
    return web.json_response(error, status=status)

"""OpenAI's messages: ``{"messages": […], "tools": […]}``, as its fine-tuning and most trainers read them.

A turn that is not trained has ``weight`` 0, a trained one none (OpenAI's own field, 1 by default). ``arguments`` are
JSON text; ``tools`` are a list, not text: in a table they would have to be text.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import msgspec

from agentgym.dataset.formats.base import EXTRA, Format, extra, with_extra
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import Message

_KEYS = ("role", "content", "tool_calls", "tool_call_id", "reasoning_content")


class OpenAIFormat(Format):
    """OpenAI's messages."""

    name: ClassVar[str] = "openai"
    lost: ClassVar[str] = "where rows come from and what proves them"
    fields: ClassVar[frozenset[str]] = frozenset({"id", "messages", "tools", "parallel_tool_calls", EXTRA})

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a line."""
        line: dict[str, Any] = {"messages": [_write(m) for m in row.messages]}
        if row.tools:
            line["tools"] = row.tools
        return line | {EXTRA: {"id": row.id, **extra(row)}}

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a line as a row; ``tools`` may be JSON text, as tables have them."""
        messages, tools = line.get("messages"), line.get("tools") or []
        if not isinstance(messages, list):
            raise DataError("there is no list 'messages'")
        if isinstance(tools, str):
            tools = _json(tools)
        more = line.get(EXTRA) or {}
        row = Row(
            id=str(line.get("id") or more.get("id") or f"row_{number}"),
            messages=[_read(m) for m in messages],
            tools=tools,
        )
        return with_extra(row, line)


def _write(message: Message) -> dict[str, Any]:
    written: dict[str, Any] = {k: message[k] for k in _KEYS if k in message}  # type: ignore[literal-required]
    if message["role"] == "assistant" and message.get("loss") is not True:
        written["weight"] = 0
    return written


def _read(given: Any) -> Message:
    if not isinstance(given, dict):
        raise DataError(f"a message is no object: {given!r:.80}")
    if given.get("content") is None and not given.get("tool_calls"):
        raise DataError(f"a message has no content: {given!r:.80}")
    found: dict[str, Any] = {k: given[k] for k in _KEYS if k in given}
    found["content"] = given.get("content") or ""
    if isinstance(found["content"], list):
        found["content"] = _joined(found["content"])
    if "tool_calls" in found:
        found["tool_calls"] = [_call(c) for c in found["tool_calls"] or []]
        if not found["tool_calls"]:
            del found["tool_calls"]
    if found.get("role") == "assistant":
        found["loss"] = given.get("weight", 1) != 0
    try:
        return msgspec.convert(found, Message)
    except msgspec.ValidationError as error:
        raise DataError(f"a message: {error}") from None


def _joined(parts: list[Any]) -> str:
    """Return the text of a message whose content is a list of parts."""
    texts = [p.get("text") for p in parts if isinstance(p, dict) and p.get("type") == "text"]
    if len(texts) != len(parts) or not all(isinstance(t, str) for t in texts):
        raise DataError("a message has parts that are no text")
    return "".join(str(t) for t in texts)


def _call(call: Any) -> Any:
    """Return a tool call with its arguments as text: templates have them as an object."""
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict):
        raise DataError(f"a tool call has no function: {call!r:.80}")
    arguments = function.get("arguments", "")
    if not isinstance(arguments, str):
        arguments = msgspec.json.encode(arguments).decode()
    return {"id": "", "type": "function", **call, "function": {**function, "arguments": arguments}}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise DataError(f"'tools' is no JSON: {error}") from None

"""ShareGPT's conversations, and AgentInstruct's, which are these with a ``loss``.

``{"id": "os_0", "conversations": [{"from": "human", "loss": null, "value": "…"}, {"from": "gpt", "loss": true, …}]}``

AgentInstruct as published has ``loss`` on every turn: null for a human's, false for an acknowledgement or a solved
example, true for what is trained. ShareGPT has none: every answer is trained.
"""

from __future__ import annotations

from typing import Any, ClassVar

from agentgym.dataset.formats.base import EXTRA, Format, extra, with_extra
from agentgym.dataset.row import Row
from agentgym.errors import DataError
from agentgym.messages import Message, ToolCallDict

_NAMES = {"user": "human", "assistant": "gpt", "system": "system", "tool": "observation"}
_ROLES: dict[str, Any] = {
    "human": "user", "user": "user", "gpt": "assistant", "chatgpt": "assistant", "bing": "assistant",
    "bard": "assistant", "assistant": "assistant", "function_call": "assistant", "system": "system",
    "observation": "tool", "tool": "tool",
}  # fmt: skip


class ShareGPTFormat(Format):
    """ShareGPT's conversations; what an answer calls is written behind its text, as JSON."""

    name: ClassVar[str] = "sharegpt"
    lost: ClassVar[str] = (
        "which turns are not trained, reasoning, ids of tool calls, where rows come from and what proves them"
    )
    fields: ClassVar[frozenset[str]] = frozenset({"id", "conversations", "tools", EXTRA})
    losses: ClassVar[bool] = False

    def write(self, row: Row) -> dict[str, Any]:
        """Return a row as a line."""
        line: dict[str, Any] = {"id": row.id, "conversations": [self._write(m) for m in row.messages]}
        if row.tools:
            line["tools"] = row.tools
        beside = [self._beside(m) for m in row.messages]
        more = extra(row, messages=beside if any(beside) else None)
        return line | ({EXTRA: more} if more else {})

    def read(self, line: dict[str, Any], number: int) -> Row:
        """Return a line as a row."""
        turns = line.get("conversations")
        if not isinstance(turns, list):
            raise DataError("there is no list 'conversations'")
        more = line.get(EXTRA) or {}
        beside = (more.get("messages") if isinstance(more, dict) else None) or [{}] * len(turns)
        if len(beside) != len(turns):
            raise DataError(f"{len(turns)} turns have {len(beside)} entries in the field {EXTRA!r}")
        messages = [self._read(turn, own) for turn, own in zip(turns, beside, strict=True)]
        tools = line.get("tools") or []
        return with_extra(
            Row(id=str(line.get("id") or f"row_{number}"), messages=messages, tools=tools), line
        )

    def _write(self, message: Message) -> dict[str, Any]:
        calls = message.get("tool_calls")
        text = message["content"] + (_calls_text(calls) if calls else "")
        turn: dict[str, Any] = {"from": _NAMES[message["role"]], "value": text}
        if self.losses:
            turn["loss"] = (message.get("loss") is True) if message["role"] == "assistant" else None
        return turn

    def _beside(self, message: Message) -> dict[str, Any]:
        """Return what a turn of the format has no place for."""
        own: dict[str, Any] = {
            k: message[k] for k in ("tool_calls", "tool_call_id", "reasoning_content") if k in message
        }
        if "tool_calls" in own:
            own["content"] = message["content"]
        if not self.losses and message["role"] == "assistant" and message.get("loss") is not True:
            own["loss"] = False
        return own

    def _read(self, turn: Any, own: dict[str, Any]) -> Message:
        if not isinstance(turn, dict) or not isinstance(turn.get("value"), str):
            raise DataError(f"a turn has no text 'value': {turn!r:.80}")
        role = _ROLES.get(str(turn.get("from")))
        if role is None:
            raise DataError(f"a turn is from {turn.get('from')!r}; known: {', '.join(_ROLES)}")
        message: Message = {"role": role, "content": turn["value"]}
        if role == "assistant":
            # ShareGPT has no such field, AgentInstruct has it on every turn: what has none is trained.
            message["loss"] = turn.get("loss") is not False
        message.update(own)  # type: ignore[typeddict-item]
        return message


class AgentInstructFormat(ShareGPTFormat):
    """AgentInstruct's conversations, as published."""

    name: ClassVar[str] = "agentinstruct"
    lost: ClassVar[str] = "reasoning, ids of tool calls, where rows come from and what proves them"
    losses: ClassVar[bool] = True


def _calls_text(calls: list[ToolCallDict]) -> str:
    return "".join(
        f'\n<tool_call>\n{{"name": "{c["function"]["name"]}", "arguments": {c["function"]["arguments"]}}}\n</tool_call>'
        for c in calls
    )

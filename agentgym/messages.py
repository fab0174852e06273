"""Messages: plain dictionaries in the chat format that every server and chat template reads.

A message is a ``dict`` and not a class, so that ``tokenizer.apply_chat_template(info["messages"])`` and a
POST body need no conversion. Keys beyond OpenAI's (``loss``) are stripped by :func:`wire` before a message
leaves the process. Nothing in the framework mutates a message it was given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import msgspec

Role = Literal["system", "user", "assistant", "tool"]


class FunctionCall(TypedDict):
    """The function part of a tool call; ``arguments`` is JSON text, as on the wire."""

    name: str
    arguments: str


class ToolCallDict(TypedDict):
    """One tool call of an assistant message.

    ``extra_content`` is what a provider wants back with the call, in Google's form: signatures of its thoughts.
    """

    id: str
    type: Literal["function"]
    function: FunctionCall
    extra_content: NotRequired[dict[str, Any]]


class Message(TypedDict):
    """One turn of a conversation.

    ``loss`` says whether training may learn from the turn: ``True`` for a turn sampled from the agent,
    ``False`` for acknowledgements and demonstrations, absent for what the agent did not write
    (AgentInstruct's field of the same name).
    """

    role: Role
    content: str
    tool_calls: NotRequired[list[ToolCallDict]]
    tool_call_id: NotRequired[str]
    reasoning_content: NotRequired[str]
    loss: NotRequired[bool]


def user(content: str) -> Message:
    """Return a user message."""
    return {"role": "user", "content": content}


def assistant(content: str, *, loss: bool = False) -> Message:
    """Return an assistant message; ``loss=False`` marks an acknowledgement or a demonstration."""
    return {"role": "assistant", "content": content, "loss": loss}


def system(content: str) -> Message:
    """Return a system message."""
    return {"role": "system", "content": content}


def copy_messages(messages: Iterable[Message]) -> list[Message]:
    """Copy messages deeply enough that no message object is shared between two conversations."""
    return [_copy(m) for m in messages]


def wire(messages: Iterable[Message], *, reasoning: bool = False) -> list[dict[str, Any]]:
    """Return messages as they are sent: with the keys that servers take, and no others.

    Malformed arguments of a tool call, which the environment has answered with a parse error, are wrapped in JSON:
    chat templates load them, and would refuse the whole conversation.

    Args:
        messages: the conversation.
        reasoning: send the reasoning of earlier turns as well; most servers refuse it.
    """
    return [_wired(m, reasoning) for m in messages]


def _wired(message: Message, reasoning: bool) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": message["role"], "content": message["content"]}
    if "tool_calls" in message:
        sent["tool_calls"] = [_sendable(call) for call in message["tool_calls"]]
    if "tool_call_id" in message:
        sent["tool_call_id"] = message["tool_call_id"]
    if reasoning and message.get("reasoning_content"):
        sent["reasoning_content"] = message["reasoning_content"]
    return sent


def _sendable(call: ToolCallDict) -> ToolCallDict:
    arguments = arguments_of(call)
    if "malformed" not in arguments:
        return call
    return {**call, "function": {**call["function"], "arguments": msgspec.json.encode(arguments).decode()}}


def encode_tool_calls(content: str, calls: Sequence[ToolCallDict]) -> str:
    """Write an assistant turn with tool calls as the action string that ``env.step`` takes.

    The string is JSON: ``{"content": …, "tool_calls": […]}``. :class:`agentgym.formats.ToolsFormat` reads it.
    """
    turn = {"content": content, "tool_calls": list(calls)}
    try:
        return msgspec.json.encode(turn).decode()
    except UnicodeEncodeError:  # Half a surrogate pair, which no JSON can hold: what can be read is read.
        text = json.dumps(turn, ensure_ascii=False)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tool_call(name: str, arguments: dict[str, Any], call_id: str = "call_0") -> ToolCallDict:
    """Return one tool call with its arguments as JSON text."""
    return {
        "id": call_id,
        "type": "function",
        "function": {"name": name, "arguments": msgspec.json.encode(arguments).decode()},
    }


def arguments_of(call: ToolCallDict) -> dict[str, Any]:
    """Return the arguments of a tool call; malformed ones, which an environment has refused, as one text.

    Servers and chat templates load the arguments of earlier turns and refuse a conversation where that fails.
    """
    text = call["function"]["arguments"]
    try:
        arguments = msgspec.json.decode(text)
    except (
        msgspec.DecodeError,
        UnicodeEncodeError,
        RecursionError,
    ):  # half a surrogate pair; thousands of levels
        return {"malformed": text.encode("utf-8", "replace").decode()}
    return arguments if isinstance(arguments, dict) else {"malformed": text}


def _copy(message: Message) -> Message:
    copied = message.copy()
    if "tool_calls" in copied:
        copied["tool_calls"] = [{**call, "function": {**call["function"]}} for call in copied["tool_calls"]]
    return copied

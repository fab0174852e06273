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


def action_message(text: str, action_format: str, call_id: str) -> Message:
    """Return an action string as the assistant message of a demonstration; in the ``tools`` format with its calls.

    Args:
        text: what :meth:`agentgym.formats.ActionFormat.render` writes.
        action_format: its name.
        call_id: of the first call; the others get numbers.
    """
    if action_format != "tools":
        return assistant(text)
    turn = msgspec.json.decode(text)
    message = assistant(turn["content"])
    calls: list[ToolCallDict] = turn["tool_calls"]
    if calls:
        message["tool_calls"] = [
            {**call, "id": f"{call_id}_{n}" if n else call_id} for n, call in enumerate(calls)
        ]
    return message


def tool_result(call_id: str, content: str) -> Message:
    """Return what answers a tool call."""
    return {"role": "tool", "content": content, "tool_call_id": call_id}


def system(content: str) -> Message:
    """Return a system message."""
    return {"role": "system", "content": content}


EMPTY = "(no answer)"
"""What an empty turn of the model is sent as: strict servers refuse a turn without text, for the rest of an episode."""


def copy_messages(messages: Iterable[Message]) -> list[Message]:
    """Copy messages deeply enough that no message object is shared between two conversations."""
    return [_copy(m) for m in messages]


def wire(messages: Iterable[Message], *, reasoning: bool = False) -> list[dict[str, Any]]:
    """Return messages as they are sent: with the keys that servers take, and no others.

    Servers refuse a conversation for one turn that is not to their liking, so three things are written otherwise:
    malformed arguments of a tool call, which the environment has answered with a parse error, are wrapped in JSON
    (chat templates load them); an empty answer is sent as :data:`EMPTY`; an id of a tool call that was used before
    gets a number.

    Args:
        messages: the conversation.
        reasoning: send the reasoning of earlier turns as well; most servers refuse it.
    """
    sent = [_wired(m, reasoning) for m in messages]
    _number_calls(sent)
    return sent


def _number_calls(sent: list[dict[str, Any]]) -> None:
    """Give tool calls whose id was used before in the conversation another one, and their results the same."""
    used: set[str] = set()
    waiting: dict[str, list[str]] = {}
    for turn, message in enumerate(sent):
        calls = message.get("tool_calls")
        if calls:
            waiting = {}
            for number, call in enumerate(calls):
                known = call["id"]
                name = f"{known}_{turn}_{number}" if known in used else known
                if name != known:
                    calls[number] = {**call, "id": name}
                used.add(name)
                waiting.setdefault(known, []).append(name)
        elif "tool_call_id" in message:
            names = waiting.get(message["tool_call_id"])
            if names:
                message["tool_call_id"] = names.pop(0) if len(names) > 1 else names[0]


def _wired(message: Message, reasoning: bool) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": message["role"], "content": message["content"]}
    if "tool_calls" in message:
        sent["tool_calls"] = [_sendable(call) for call in message["tool_calls"]]
    if "tool_call_id" in message:
        sent["tool_call_id"] = message["tool_call_id"]
    if reasoning and message.get("reasoning_content"):
        sent["reasoning_content"] = message["reasoning_content"]
    if message["role"] == "assistant" and not message["content"] and not message.get("tool_calls"):
        sent["content"] = EMPTY
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

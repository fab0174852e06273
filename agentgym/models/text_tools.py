"""Tools in plain text, for models and servers that know no tool calls: shown in a message, read off the answer.

The form is that of the Hermes models, which many models have seen: a JSON object with ``name`` and ``arguments``
between ``<tool_call>`` and ``</tool_call>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from agentgym.messages import Message, ToolCallDict

_CALL = re.compile(r"<tool_call>\s*(.*?)\s*(?:</tool_call>|$)", re.DOTALL)
_NAME = re.compile(r'"name"\s*:\s*"([^"]+)"')
_ARGUMENTS = re.compile(r'"(?:arguments|parameters)"\s*:\s*(.*?)\s*\}?\s*$', re.DOTALL)
_encode = msgspec.json.Encoder().encode


def show(messages: Iterable[Message], tools: Sequence[Mapping[str, Any]]) -> list[Message]:
    """Return the conversation as plain text: tools in the first message, calls and results as text."""
    shown = [_plain(message) for message in messages]
    if tools and shown:
        listed = "\n".join(_encode(tool.get("function", tool)).decode() for tool in tools)
        block = (
            f"You can call these functions:\n<tools>\n{listed}\n</tools>\n\n"
            "To call one, write its name and arguments as JSON between tags:\n"
            '<tool_call>\n{"name": "NAME", "arguments": {"ARGUMENT": "VALUE"}}\n</tool_call>'
        )
        first = shown[0]
        parts = (first["content"], block) if first["role"] == "system" else (block, first["content"])
        shown[0] = {**first, "content": "\n\n".join(parts)}
    return shown


def _plain(message: Message) -> Message:
    if message["role"] == "tool":
        return {"role": "user", "content": f"<tool_response>\n{message['content']}\n</tool_response>"}
    calls = message.get("tool_calls")
    if not calls:
        return message
    texts = [message["content"]] if message["content"] else []
    for call in calls:
        function = call["function"]
        name = _encode(function["name"]).decode()
        texts.append(f'<tool_call>\n{{"name": {name}, "arguments": {function["arguments"]}}}\n</tool_call>')
    plain: Message = {"role": "assistant", "content": "\n".join(texts)}
    if "loss" in message:  # A history tells the agent's own turns by it.
        plain["loss"] = message["loss"]
    return plain


def read(text: str) -> tuple[str, list[ToolCallDict]]:
    """Return the text before the calls, and the calls.

    Arguments that are no JSON are passed on as they are: the environment answers them with a parse error.
    """
    bodies = [m[1] for m in _CALL.finditer(text)]
    content = text.split("<tool_call>", 1)[0].strip()
    if not bodies and text.lstrip().startswith("{") and _NAME.search(text):
        bodies, content = [text.strip()], ""
    calls = [call for number, body in enumerate(bodies) if (call := _call(body, number)) is not None]
    return (content, calls) if calls else (text, [])


def _call(body: str, number: int) -> ToolCallDict | None:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        name, arguments = _NAME.search(body), _ARGUMENTS.search(body)
        return _made(name[1], arguments[1] if arguments else body, number) if name else None
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        return None
    arguments = found.get("arguments", found.get("parameters", {}))
    return _made(
        found["name"], arguments if isinstance(arguments, str) else _encode(arguments).decode(), number
    )


def _made(name: str, arguments: str, number: int) -> ToolCallDict:
    return {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}


def schema(tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the JSON schema of one call of any of the tools, for servers that can be held to one."""
    options = []
    for tool in tools:
        function = tool.get("function", tool)
        options.append(
            {
                "type": "object",
                "properties": {"name": {"const": function["name"]}, "arguments": function["parameters"]},
                "required": ["name", "arguments"],
                "additionalProperties": False,
            }
        )
    return options[0] if len(options) == 1 else {"anyOf": options}

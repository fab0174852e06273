"""The tools format: function calling, as the providers' chat interfaces have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.errors import nearest
from agentgym.formats.base import ActionFormat
from agentgym.formats.grammars import Grammar
from agentgym.formats.model_json import read_json
from agentgym.messages import encode_tool_calls, tool_call


class ToolsFormat(ActionFormat):
    """Function calling: the message carries tool calls, the action string is their JSON.

    The string is what :func:`agentgym.messages.encode_tool_calls` writes. Of a message with several calls :meth:`parse`
    reads the first, :meth:`parse_each` all; :attr:`~agentgym.actions.Action.calls` says how many there were.
    """

    name = "tools"

    def __init__(self, tools: Sequence[Tool], grammar: Grammar) -> None:
        self.tools = {t.name: t for t in tools}
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read the first tool call.

        Raises:
            ParseError: no call, an unknown tool, arguments that are not JSON or do not fit.
        """
        calls, content = read_calls(text)
        return self.called(calls[0], content, len(calls)) if calls else self.uncalled(text)

    def parse_each(self, text: str) -> list[Action | ParseError]:
        """Read every tool call."""
        calls, content = read_calls(text)
        if len(calls) < 2:
            return super().parse_each(text)
        read: list[Action | ParseError] = []
        for call in calls:
            try:
                read.append(self.called(call, content, len(calls)))
            except ParseError as error:
                read.append(error)
        return read

    def uncalled(self, text: str) -> Action:
        """Read a message without calls.

        Raises:
            ParseError: always, here.
        """
        raise ParseError("no_action", f"Call one of the tools: {', '.join(self.tools)}.")

    def called(self, call: object, content: str, calls: int) -> Action:
        """Read one call of a message.

        Args:
            call: the call, as the model wrote it.
            content: what the message says besides.
            calls: how many calls the message has.

        Raises:
            ParseError: an unknown tool, arguments that are not JSON or do not fit.
        """
        function = function_of(call)
        name = function.get("name")
        tool = self.tools.get(name) if isinstance(name, str) else None
        if tool is None:
            raise ParseError(
                "unknown_action",
                f"There is no tool {name!r}; the tools are {', '.join(self.tools)}.{nearest(str(name), self.tools)}",
            )
        arguments = function.get("arguments", {})
        if isinstance(arguments, str):
            try:
                arguments = read_json(arguments or "{}")
            except ValueError as error:
                raise ParseError("bad_json", f"The arguments of {name} are not JSON: {error}.") from None
        action = Action(name=tool.name, arguments=tool.check(arguments), thought=content, calls=calls)
        return msgspec.structs.replace(action, text=self.grammar.render(action))

    def render(self, action: Action) -> str:
        """Write one tool call, the thought as the message's content."""
        return encode_tool_calls(action.thought, [tool_call(action.name, dict(action.arguments))])

    def said(self, text: str) -> str:
        """Return the calls without their ids: a model that repeats a call gives it a new one."""
        calls, content = read_calls(text)
        functions = [function_of(call) for call in calls]
        return f"{content}\n{[(f.get('name'), f.get('arguments')) for f in functions]}" if calls else text

    def instructions(self) -> str:
        """Nothing: the tools travel with the request."""
        return ""


def function_of(call: object) -> dict[str, Any]:
    """Return the function part of a tool call; empty where there is none."""
    function = call.get("function", call) if isinstance(call, dict) else {}
    return function if isinstance(function, dict) else {}


def read_calls(text: str) -> tuple[list[Any], str]:
    """Return the tool calls of an action string, and its content; no calls in a plain answer."""
    try:
        message = read_json(text)
    except ValueError:
        return [], text  # A plain answer: no call was made.
    if not isinstance(message, dict):
        return [], text
    calls = message.get("tool_calls") or []
    return (calls if isinstance(calls, list) else []), str(message.get("content") or "")

"""Action formats: how an action travels in the assistant's message.

``react`` is a thought and an action in text, ``tools`` is function calling, ``native`` the bare action in the
environment's own grammar. A format parses a whole message into one :class:`~agentgym.actions.Action`, renders
an action back (for experts and demonstrations), and writes the instructions for the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.errors import nearest
from agentgym.grammar import Grammar
from agentgym.messages import encode_tool_calls, tool_call

FORMATS = ("react", "tools", "native")


class ActionFormat(Protocol):
    """One way to write actions in messages."""

    name: str

    def parse(self, text: str) -> Action:
        """Read the assistant's whole message. Raises :class:`~agentgym.actions.ParseError`."""
        ...

    def render(self, action: Action) -> str:
        """Write the message that :meth:`parse` reads as ``action``."""
        ...

    def instructions(self) -> str:
        """Tell the model how to write an action; empty where the request itself says it (``tools``)."""
        ...


class NativeFormat:
    """The message is the action, in the environment's grammar, and nothing else."""

    name = "native"

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read the message with the grammar."""
        return self.grammar.parse(text)

    def render(self, action: Action) -> str:
        """Write the action alone; the thought is dropped."""
        return self.grammar.render(action)

    def instructions(self) -> str:
        """Say that only the action is wanted, and how it is written."""
        return f"Answer with one action and nothing else.\n{self.grammar.describe()}"


class ReactFormat:
    """A thought, then an action (ReAct, arXiv 2210.03629): ``Thought: …`` and ``Action: …``.

    Labels are read without regard to case; the action is what follows the first ``Action:`` up to an
    ``Observation:`` that a model may invent.

    Args:
        grammar: reads what stands behind the action label.
        thought: label of the thought.
        action: label of the action.
    """

    name = "react"

    def __init__(self, grammar: Grammar, *, thought: str = "Thought", action: str = "Action") -> None:
        self.grammar = grammar
        self.thought = thought
        self.action = action
        self._pattern = re.compile(
            rf"(?:{re.escape(thought)}\s*:)?(?P<thought>.*?)\b{re.escape(action)}\s*:(?P<action>.*)",
            re.DOTALL | re.IGNORECASE,
        )
        self._invented = re.compile(r"\n\s*Observation\s*:", re.IGNORECASE)

    def parse(self, text: str) -> Action:
        """Read thought and action.

        Raises:
            ParseError: there is no action label, or the grammar refuses what follows it.
        """
        match = self._pattern.search(text)
        if match is None:
            raise ParseError(
                "no_action", f'There is no "{self.action}:" in the answer. {self.instructions()}'.strip()
            )
        written = self._invented.split(match["action"], maxsplit=1)[0]
        action = self.grammar.parse(written.strip())
        return msgspec.structs.replace(action, thought=match["thought"].strip())

    def render(self, action: Action) -> str:
        """Write both parts; the thought only where there is one."""
        written = f"{self.action}: {self.grammar.render(action)}"
        return f"{self.thought}: {action.thought}\n{written}" if action.thought else written

    def instructions(self) -> str:
        """Show the two lines and the grammar of the action."""
        return f'Answer with two lines, "{self.thought}: ..." and "{self.action}: ...".\n{self.grammar.describe()}'


class ToolsFormat:
    """Function calling: the message carries tool calls, the action string is their JSON.

    The string is what :func:`agentgym.messages.encode_tool_calls` writes. A message with several calls
    performs the first; :attr:`~agentgym.actions.Action.calls` says how many there were.
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
        calls, content = _read_calls(text)
        if not calls:
            raise ParseError("no_action", f"Call one of the tools: {', '.join(self.tools)}.")
        function = calls[0].get("function", calls[0]) if isinstance(calls[0], dict) else {}
        name = function.get("name") if isinstance(function, dict) else None
        tool = self.tools.get(name) if isinstance(name, str) else None
        if tool is None:
            raise ParseError(
                "unknown_action",
                f"There is no tool {name!r}; the tools are {', '.join(self.tools)}.{nearest(str(name), self.tools)}",
            )
        arguments = function.get("arguments", {})
        if isinstance(arguments, str):
            try:
                arguments = msgspec.json.decode(arguments or "{}")
            except msgspec.DecodeError as error:
                raise ParseError("bad_json", f"The arguments of {name} are not JSON: {error}.") from None
        action = Action(name=tool.name, arguments=tool.check(arguments), thought=content, calls=len(calls))
        return msgspec.structs.replace(action, text=self.grammar.render(action))

    def render(self, action: Action) -> str:
        """Write one tool call, the thought as the message's content."""
        return encode_tool_calls(action.thought, [tool_call(action.name, dict(action.arguments))])

    def instructions(self) -> str:
        """Nothing: the tools travel with the request."""
        return ""


def _read_calls(text: str) -> tuple[list[Any], str]:
    try:
        message = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return [], text  # A plain answer: no call was made.
    if not isinstance(message, dict):
        return [], text
    calls = message.get("tool_calls") or []
    return (calls if isinstance(calls, list) else []), str(message.get("content") or "")

"""Grammars: how an environment writes an action as one line of text (``search[mug]``, ``go to desk 1``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.errors import nearest
from agentgym.formats.model_json import read_json


@runtime_checkable
class Grammar(Protocol):
    """The native text form of an environment's actions."""

    def parse(self, text: str) -> Action:
        """Read one action. Raises :class:`~agentgym.actions.ParseError` where it is none."""
        ...

    def render(self, action: Action) -> str:
        """Write an action; the inverse of :meth:`parse`."""
        ...

    def describe(self) -> str:
        """Say to a model, in a line or a few, how an action is written."""
        ...


class CommandGrammar:
    """The whole text is the action: games and shells that read free commands.

    The action is ``Action(name=tool.name, arguments={argument: text})`` for the one argument of ``tool``.
    """

    def __init__(self, tool: Tool, *, description: str = "Write the command on one line.") -> None:
        self.tool = tool
        self.argument = tool.required[0]
        self.description = description

    def parse(self, text: str) -> Action:
        """Read one command.

        Raises:
            ParseError: the text is empty.
        """
        command = text.strip()
        if not command:
            raise ParseError("no_action", f"The action is empty. {self.description}")
        return Action(name=self.tool.name, arguments={self.argument: command}, text=command)

    def render(self, action: Action) -> str:
        """Write the command."""
        return str(action.arguments[self.argument])

    def describe(self) -> str:
        """Return the description given at construction."""
        return self.description


_CALL = re.compile(r"\s*([A-Za-z_][\w-]*)\s*\[(.*)\]\s*", re.DOTALL)


class BracketGrammar:
    """``name[value]`` for tools of one text argument, ``name[{json}]`` for others, ``name[]`` for none."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.tools = {t.name: t for t in tools}

    def parse(self, text: str) -> Action:
        """Read ``name[...]``.

        Raises:
            ParseError: no call, an unknown name, or arguments that do not fit.
        """
        match = _CALL.fullmatch(text.strip())
        if match is None:
            raise ParseError(
                "no_action", f"Expected one action such as {self._forms()}; got {text.strip()[:80]!r}."
            )
        name, inside = match[1], match[2].strip()
        tool = self.tools.get(name)
        if tool is None:
            raise ParseError(
                "unknown_action",
                f"There is no action {name!r}; use {self._forms()}.{nearest(name, self.tools)}",
            )
        arguments = tool.check(self._arguments(tool, inside))
        return Action(name=name, arguments=arguments, text=f"{name}[{inside}]")

    def render(self, action: Action) -> str:
        """Write ``name[...]``."""
        tool = self.tools[action.name]
        if not action.arguments:
            return f"{action.name}[]"
        if self._single(tool):
            value = next(iter(action.arguments.values()))
            return f"{action.name}[{value if isinstance(value, str) else _json(value)}]"
        return f"{action.name}[{_json(dict(action.arguments))}]"

    def describe(self) -> str:
        """List the tools, one a line, each in the form that is read."""
        return "\n".join(f"- {self._form(t)}: {t.description}" for t in self.tools.values())

    @staticmethod
    def _single(tool: Tool) -> bool:
        return len(tool.parameters) == 1

    def _arguments(self, tool: Tool, inside: str) -> object:
        if not tool.parameters and not inside:
            return {}
        if self._single(tool):
            (key, schema), *_ = tool.parameters.items()
            return {key: inside if schema.get("type", "string") == "string" else _decode(inside, tool.name)}
        return _decode(inside or "{}", tool.name)

    def _form(self, tool: Tool) -> str:
        if not tool.parameters:
            return f"{tool.name}[]"
        if self._single(tool):
            return f"{tool.name}[{next(iter(tool.parameters))}]"
        return f"{tool.name}[{{{', '.join(f'{_json(p)}: …' for p in tool.parameters)}}}]"

    def _forms(self) -> str:
        return " or ".join(self._form(t) for t in self.tools.values()) or "(this environment has no actions)"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _decode(text: str, name: str) -> object:
    try:
        return read_json(text)
    except ValueError as error:
        raise ParseError("bad_json", f"The arguments of {name} must be JSON: {error}.") from None

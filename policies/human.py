"""``human``: a person at the terminal."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from agentgym.errors import PolicyError
from agentgym.messages import Message, encode_tool_calls, tool_call
from agentgym.policy import Completion, Policy, Request, View

_HELP = (
    "Type your answer and press enter. Tab completes what is possible, ? lists it, ?WORD what contains a word, "
    "! shows the conversation so far, the arrow keys bring earlier answers back, Ctrl-D ends."
)


class HumanPolicy(Policy):
    """Shows the conversation and reads the answer; one episode at a time, whatever the concurrency."""

    chooses = True
    spec = "human"
    label = "human"
    preferred_format = "native"  # a person types the action and nothing around it

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._candidates: list[str] = []

    async def open(self) -> None:
        """Set up completion where the terminal has it.

        Raises:
            PolicyError: standard input is no terminal.
        """
        if not sys.stdin.isatty():
            raise PolicyError("The policy 'human' reads from a terminal, and standard input is none.")
        try:
            import readline
        except ImportError:  # A Python without readline: plain input still works.
            return
        readline.set_completer(self.complete)
        readline.set_completer_delims("")
        readline.parse_and_bind("tab: complete")

    async def act(self, request: Request, view: View) -> Completion:
        """Ask the person."""
        async with self._turn:
            text = await asyncio.get_running_loop().run_in_executor(None, self._ask, request)
        if request.action_format == "tools":
            name, _, argument = text.partition(" ")
            calls = [tool_call(name, arguments(request.tools, name, argument))]
            return Completion.of_action(encode_tool_calls("", calls), "tools", model="human")
        return Completion(text=text, model="human")

    def complete(self, text: str, state: int) -> str | None:
        """Return the ``state``-th candidate that begins with ``text``; what contains it comes after those."""
        folded = text.casefold()
        begins = [c for c in self._candidates if c.casefold().startswith(folded)]
        fitting = begins or [c for c in self._candidates if folded in c.casefold()]
        return fitting[state] if state < len(fitting) else None

    def _ask(self, request: Request) -> str:
        from rich.console import Console
        from rich.panel import Panel
        from rich.text import Text

        console = Console()
        if request.step == 0:
            _show(console, request.messages[:-1])
            console.print(_HELP, style="italic")
        title = f"{request.task_id} · turn {request.step + 1}"
        console.print(Panel(Text(request.messages[-1]["content"]), title=title))
        self._candidates = candidates(request)
        while True:
            try:
                text = input("> ").strip()
            except EOFError:
                raise PolicyError("The person ended the input.") from None
            if text == "!":
                _show(console, request.messages)
            elif text.startswith("?"):
                word = text[1:].strip().casefold()
                listed = [c for c in self._candidates if word in c.casefold()]
                console.print(Text("\n".join(listed) or "No finite list here: see the instructions."))
            elif text:
                return text


def candidates(request: Request) -> list[str]:
    """Return what can be completed: the admissible actions, or the tools with their arguments."""
    if request.action_format != "tools":
        return request.admissible or []
    shown = []
    for tool in request.tools:
        function = tool["function"]
        shown.append(" ".join([function["name"], *(f"{p}=" for p in function["parameters"]["properties"])]))
    return shown


def arguments(tools: Sequence[dict[str, Any]], name: str, text: str) -> dict[str, Any]:
    """Read the arguments of a tool as a person types them.

    ``key=value key="two words"``, a JSON object, or, for a tool with one required argument, its bare value.
    Values are read as JSON where the schema asks for something else than a text.
    """
    schema = next((t["function"]["parameters"] for t in tools if t["function"]["name"] == name), None)
    if schema is None or not text:
        return {}
    if text.startswith("{"):
        try:
            return dict(msgspec.json.decode(text, type=dict[str, Any]))
        except (msgspec.DecodeError, msgspec.ValidationError):
            pass  # A text that happens to begin with a brace.
    properties, required = schema["properties"], schema["required"]
    try:
        words = shlex.split(text)
    except ValueError:  # An apostrophe, not a quotation.
        words = text.split()
    pairs = [word.partition("=") for word in words]
    if pairs and all(equals and key in properties for key, equals, _ in pairs):
        return {key: _value(properties[key], value) for key, _, value in pairs}
    return {required[0]: _value(properties[required[0]], text)} if required else {}


def _value(schema: dict[str, Any], text: str) -> Any:
    if schema.get("type", "string") == "string":
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text  # Of the wrong type: the environment says so.


def _show(console: Any, messages: Sequence[Message]) -> None:
    from rich.panel import Panel
    from rich.text import Text

    for message in messages:
        text = message["content"]
        for call in message.get("tool_calls", ()):
            text += f"\n{call['function']['name']} {call['function']['arguments']}"
        console.print(Panel(Text(text.strip()), title=message["role"], style="dim"))

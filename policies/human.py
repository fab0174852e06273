"""``human``: a person at the terminal."""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar

from agentgym.errors import PolicyError
from agentgym.messages import encode_tool_calls, tool_call
from agentgym.policy import Completion, Policy, Request
from agentgym.wishes import from_text

_HELP = "Type your answer and press enter; ? lists what is possible, Tab completes it, Ctrl-D ends."


class HumanPolicy(Policy):
    """Shows the conversation and reads the answer; one episode at a time, whatever the concurrency."""

    preferred_format: ClassVar[str | None] = "native"  # a person types the action and nothing around it

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
        readline.set_completer(self._complete)
        readline.set_completer_delims("")
        readline.parse_and_bind("tab: complete")

    async def act(self, request: Request) -> Completion:
        """Ask the person."""
        async with self._turn:
            text = await asyncio.get_running_loop().run_in_executor(None, self._ask, request)
        if request.action_format == "tools":
            name, _, argument = text.partition(" ")
            calls = [tool_call(name, _arguments(request, name, argument))]
            return from_text(encode_tool_calls("", calls), "tools", "human")
        return Completion(text=text, model="human")

    def _ask(self, request: Request) -> str:
        from rich.console import Console
        from rich.panel import Panel
        from rich.text import Text

        console = Console()
        if request.step == 0:
            for message in request.messages[:-1]:
                console.print(Panel(Text(message["content"]), title=message["role"], style="dim"))
            console.print(_HELP, style="italic")
        console.print(
            Panel(Text(request.messages[-1]["content"]), title=f"{request.task_id} · turn {request.step}")
        )
        self._candidates = request.admissible or [t["function"]["name"] for t in request.tools]
        while True:
            try:
                text = input("> ").strip()
            except EOFError:
                raise PolicyError("The person ended the input.") from None
            if text == "?":
                console.print(
                    Text("\n".join(self._candidates) or "No finite list here: see the instructions.")
                )
            elif text:
                return text

    def _complete(self, text: str, state: int) -> str | None:
        fitting = [c for c in self._candidates if c.startswith(text)]
        return fitting[state] if state < len(fitting) else None


def _arguments(request: Request, name: str, argument: str) -> dict[str, object]:
    for tool in request.tools:
        if tool["function"]["name"] == name:
            required = tool["function"]["parameters"]["required"]
            return {required[0]: argument} if required else {}
    return {}

"""How answers are written in each action format, and how a session remembers them."""

from __future__ import annotations

import json
from typing import Protocol

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.environments.card_game.world.replies import objects
from agentgym.environments.card_game.world.seat import Seat
from agentgym.environments.card_game.world.tools import TOOLS
from agentgym.formats import ActionFormat, ToolsFormat
from agentgym.messages import Message, assistant, tool_call


class Placed(Protocol):
    """Who answers: knows the seat, whose phase and state decide what is possible."""

    @property
    def seat(self) -> Seat:
        """The seat."""
        ...


class ReplyGrammar:
    """A guess or a move as one JSON object.

    Args:
        placed: who answers.
    """

    def __init__(self, placed: Placed) -> None:
        self.placed = placed

    def parse(self, text: str) -> Action:
        """Read one object, and nothing else.

        Raises:
            ParseError: it is none, or stands for nothing that is possible.
        """
        found = list(objects(text, self.placed.seat.version))
        if len(found) != 1 or not (text.lstrip().startswith("{") and text.rstrip().endswith("}")):
            raise ParseError("bad_json", f"Expected one JSON object; got {text.strip()[:80]!r}.")
        return self.made(found[0][1])

    def render(self, action: Action) -> str:
        """Write the object."""
        return json.dumps(dict(action.arguments))

    def describe(self) -> str:
        """Nothing: the rules of the game show the form."""
        return ""

    def made(self, said: dict[str, object], thought: str = "", calls: int = 1) -> Action:
        """Return what an object stands for.

        Raises:
            ParseError: nothing that is possible.
        """
        action = self.placed.seat.action(said, thought, calls)
        return msgspec.structs.replace(action, text=self.render(action))


class CardFormat(ActionFormat):
    """What the formats share: they keep what they have read last, for the session's memory.

    Attributes:
        heard: the last message.
    """

    heard = ""

    def __init__(self, grammar: ReplyGrammar) -> None:
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read a message. Raises :class:`~agentgym.actions.ParseError`."""
        self.heard = text
        return self.read(text)

    def read(self, text: str) -> Action:
        """Read the bare object (``native``)."""
        return self.grammar.parse(text)

    def render(self, action: Action) -> str:
        """Write the bare object."""
        return self.grammar.render(action)

    def remembering(self, text: str) -> list[Message]:
        """Return a message that was accepted as a session remembers it."""
        return [assistant(text)]


class NativeCardFormat(CardFormat):
    """The object alone."""

    name = "native"


class FreeCardFormat(CardFormat):
    """Thoughts, and an object among them: the first that stands for something possible."""

    name = "react"

    def read(self, text: str) -> Action:
        """Read the first object that is possible.

        Raises:
            ParseError: there is none; tells about the last object.
        """
        problem = ParseError("bad_json", "There is no JSON object in the answer.")
        for begin, said in objects(text, self.grammar.placed.seat.version):
            try:
                return self.grammar.made(said, text[:begin].strip())
            except ParseError as error:
                problem = error
        raise problem

    def render(self, action: Action) -> str:
        """Write the thought, then the object on a line of its own."""
        written = self.grammar.render(action)
        return f"{action.thought}\n{written}" if action.thought else written


class ToolsCardFormat(CardFormat):
    """One call of the present phase's tool."""

    name = "tools"

    def __init__(self, grammar: ReplyGrammar) -> None:
        super().__init__(grammar)
        self._tools = ToolsFormat(TOOLS, grammar)

    def read(self, text: str) -> Action:
        """Read the first call.

        Raises:
            ParseError: there is none, it is the other phase's, or it stands for nothing that is possible.
        """
        action = self._tools.parse(text)
        phase = self.grammar.placed.seat.phase
        if action.name != phase:
            raise ParseError("unknown_action", f"Call {phase} now, not {action.name}.")
        return self.grammar.made(dict(action.arguments), action.thought, action.calls)

    def render(self, action: Action) -> str:
        """Write the call."""
        return self._tools.render(action)

    def remembering(self, text: str) -> list[Message]:
        """Return the message with its first call, and the answer that a call needs."""
        action = self._tools.parse(text)
        message = msgspec.json.decode(text)
        call = tool_call(
            action.name, dict(action.arguments), str(message["tool_calls"][0].get("id") or "call_0")
        )
        reply: Message = {**assistant(action.thought), "tool_calls": [call]}
        return [reply, {"role": "tool", "content": "Accepted.", "tool_call_id": call["id"]}]


FORMATS: dict[str, type[CardFormat]] = {
    f.name: f for f in (FreeCardFormat, NativeCardFormat, ToolsCardFormat)
}

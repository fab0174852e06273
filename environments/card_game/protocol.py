"""The protocols of the card game: profiles, the two tools, and how answers are written in each action format."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec

from agentgym.actions import Action, ParseError, Tool
from agentgym.environments.card_game.world.board import KINDS
from agentgym.environments.card_game.world.replies import NO_GUESS, Version, objects
from agentgym.environments.card_game.world.seat import TRIES, Seat
from agentgym.formats import ActionFormat, ToolsFormat
from agentgym.messages import Message, assistant
from agentgym.profile import Profile

GUESS = Tool(
    name="guess",
    description="Say of which kind a fish of the enemy is.",
    parameters={
        "guess_type": {
            "type": "string",
            "enum": [*KINDS, NO_GUESS],
            "description": "the kind; none guesses nothing, where that is allowed",
        },
        "target_position": {
            "type": "integer",
            "minimum": 0,
            "maximum": 3,
            "description": "the fish's position",
        },
    },
    optional=("target_position",),
)
ACT = Tool(
    name="act",
    description="Let one of your fish attack or use its active ability.",
    parameters={
        "pick_fish": {"type": "string", "enum": list(KINDS), "description": "one of your living fish"},
        "action": {"type": "string", "enum": ["normal", "active"]},
        "target_position": {
            "type": "integer",
            "minimum": 0,
            "maximum": 3,
            "description": "an enemy's position, or a mate's for an infight",
        },
    },
    optional=("target_position",),
)

_LAST_TURN = 32
"""Turns that a side has at most, before the original's limit of states."""


class CardProfile(Profile, frozen=True, kw_only=True):
    """A profile of the card game.

    Attributes:
        version: how prompts are written and replies are read, and which baselines play.
        guesses_kept, moves_kept: exchanges that the two sessions remember; 0: all.
    """

    version: Version
    guesses_kept: int = 0
    moves_kept: int = 0
    max_steps: int = _LAST_TURN * 2 * TRIES


PROFILES: dict[str, Profile] = {
    p.name: p
    for p in (
        CardProfile(
            name="paper",
            description="AgentTuning's evaluation (AgentBench before v0.1): stale fields, 3 guesses and 2 moves kept",
            version="paper",
            guesses_kept=3,
            moves_kept=2,
            shots=0,
        ),
        CardProfile(
            name="agentbench",
            description="AgentBench v0.2: everything kept, eel and sunfish without skills, the enemy in fixed order",
            version="agentbench",
            shots=0,
        ),
        CardProfile(
            name="fixed",
            description="true rules and fields, an example, refused answers are explained, no guess is a guess",
            version="fixed",
        ),
    )
}

Seated = Callable[[], Seat]
"""Returns the seat that an answer comes from."""


class ReplyGrammar:
    """A guess or a move as one JSON object.

    Args:
        seated: returns the seat, whose phase and state decide what is possible.
    """

    def __init__(self, seated: Seated) -> None:
        self.seated = seated

    def parse(self, text: str) -> Action:
        """Read one object, and nothing else.

        Raises:
            ParseError: it is none, or stands for nothing that is possible.
        """
        found = list(objects(text, self.seated().version))
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
        action = self.seated().action(said, thought, calls)
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
        for begin, said in objects(text, self.grammar.seated().version):
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
        self._tools = ToolsFormat((GUESS, ACT), grammar)

    def read(self, text: str) -> Action:
        """Read the first call.

        Raises:
            ParseError: there is none, it is the other phase's, or it stands for nothing that is possible.
        """
        action = self._tools.parse(text)
        phase = self.grammar.seated().phase
        if action.name != phase:
            raise ParseError("unknown_action", f"Call {phase} now, not {action.name}.")
        return self.grammar.made(dict(action.arguments), action.thought, action.calls)

    def render(self, action: Action) -> str:
        """Write the call."""
        return self._tools.render(action)

    def remembering(self, text: str) -> list[Message]:
        """Return the message with its first call, and the answer that a call needs."""
        message = msgspec.json.decode(text)
        call = message["tool_calls"][0]
        reply: Message = {**assistant(message.get("content") or ""), "tool_calls": [call]}
        return [reply, {"role": "tool", "content": "Accepted.", "tool_call_id": call.get("id", "call_0")}]


FORMATS: dict[str, type[CardFormat]] = {
    f.name: f for f in (FreeCardFormat, NativeCardFormat, ToolsCardFormat)
}

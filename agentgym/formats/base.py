"""``ActionFormat``: what every action format does."""

from __future__ import annotations

from abc import ABC, abstractmethod

from agentgym.actions import Action, ParseError

FORMATS = ("react", "tools", "native")
"""Names that an environment's ``action_format`` can have."""


class ActionFormat(ABC):
    """One way to write actions in messages.

    Parsing takes time linear in the message's length: it runs on the event loop, where a long answer would
    stop every other episode and every time-out.
    """

    name: str

    @abstractmethod
    def parse(self, text: str) -> Action:
        """Read the assistant's whole message. Raises :class:`~agentgym.actions.ParseError`."""

    def parse_each(self, text: str) -> list[Action | ParseError]:
        """Read everything that a message does, in turn, of which each part may be an error; one thing by default."""
        try:
            return [self.parse(text)]
        except ParseError as error:
            return [error]

    @abstractmethod
    def render(self, action: Action) -> str:
        """Write the message that :meth:`parse` reads as ``action``."""

    def instructions(self) -> str:
        """Tell the model how to write an action; empty where the request itself says it (``tools``)."""
        return ""

    def said(self, text: str) -> str:
        """Return what of a message is compared where a rule ends repetitions; all of it by default."""
        return text

    def remembered(self, text: str) -> str:
        """Return how the agent's own turn is remembered in the conversation; as it is by default."""
        return text

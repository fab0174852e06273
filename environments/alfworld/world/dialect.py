"""Dialects: the wording and the rules that a game speaks.

Since alfworld 0.4 objects are moved (``move X to Y``); before, in AgentBench, AgentGym and AgentInstruct, they
are put (``put X in/on Y``), arrivals name a location (``You arrive at loc 7.``) and there is no ``help``.
Scores collapse when the two are mixed.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """Wording and rules of a game.

    Attributes:
        verb: ``move`` or ``put``.
        joint: what stands between object and receptacle, ``to`` or ``in/on``.
        arrives_at_location: arrivals name the location, not the receptacle.
        has_help: ``help`` is a command.
        cleaning: receptacle types at which objects can be cleaned.
    """

    verb: str
    joint: str
    arrives_at_location: bool
    has_help: bool
    cleaning: frozenset[str]

    def placing(self, thing: str, receptacle: str) -> str:
        """Return the command that places a thing."""
        return f"{self.verb} {thing} {self.joint} {receptacle}"

    def reworded(self, commands: Iterable[str]) -> list[str]:
        """Return commands of the ``move`` dialect in this one."""
        return [self._reworded(command) for command in commands]

    def _reworded(self, command: str) -> str:
        if self.verb == "move" or not command.startswith("move "):
            return command
        thing, _, receptacle = command.removeprefix("move ").partition(" to ")
        return self.placing(thing, receptacle)


_CLEANING = frozenset({"sinkbasintype"})
MOVE = Dialect(verb="move", joint="to", arrives_at_location=False, has_help=True, cleaning=_CLEANING)
"""The wording since alfworld 0.4."""
PUT = Dialect(verb="put", joint="in/on", arrives_at_location=True, has_help=False, cleaning=_CLEANING)
"""The wording of AgentBench and AgentInstruct."""

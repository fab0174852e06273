"""When AgentTuning's harness stops an episode: ten failures in a row, or a loop of two."""

from __future__ import annotations

from agentgym.environments.scienceworld.world.game import FIRST

_UNKNOWN = "No known action matches that input."
_FAILURE_WORDS = ("can't", "not", "doesn't")
_FAILURES = 10
_WINDOW = 5


def failed(observation: str) -> bool:
    """Return whether the harness takes an observation for a failure; "another" and "nothing" count, too."""
    return observation == _UNKNOWN or any(word in observation for word in _FAILURE_WORDS)


class StopRules:
    """What an episode has seen so far.

    Attributes:
        records: the first look, then (action, observation) of each turn as the harness writes them, thoughts too.
    """

    def __init__(self) -> None:
        self.records: list[str] = [FIRST]
        self._failures = 0

    def too_many_failures(self, observation: str) -> bool:
        """Note what an action led to; return whether ten in a row have failed."""
        self._failures = self._failures + 1 if failed(observation) else 0
        return self._failures >= _FAILURES

    def looping(self, action: str, observation: str) -> bool:
        """Note a turn; return whether exactly two different records make up the last five."""
        self.records.append(f"({action}, {observation})")
        return len(self.records) >= _WINDOW and len(set(self.records[-_WINDOW:])) == 2

"""Judges: what a policy is asked about an episode that ended unscored, and how its verdicts are read.

An environment whose answers only a reader can rate ends ``Status.UNSCORED`` and names its judge on its card. The judge
is pure: it writes the questions and reads the verdicts. Who asks, how often, and where the verdicts are kept is the
engine's (``agentgym score DIR --judge SPEC``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from agentgym.hooks import Hooks
from agentgym.messages import Message
from agentgym.tasks import Task

Preference = Literal["first", "second", "tie"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the policy that judges.

    Attributes:
        name: what it asks about (``turn_1``), unique for its episode.
        messages: the conversation that the policy is shown.
    """

    name: str
    messages: list[Message]


class Judge(ABC):
    """Writes the questions about an episode, and reads the verdicts.

    Args:
        env: an environment made with the arguments of the episodes.
    """

    version: str = "1"
    """Part of the record of every verdict; changes when questions or reading do."""

    def __init__(self, env: Hooks) -> None:
        self.env = env

    @abstractmethod
    def questions(self, task: Task, answers: Sequence[str]) -> list[Question]:
        """Return what is asked about the agent's answers, one a turn."""

    @abstractmethod
    def rating(self, verdict: str) -> float | None:
        """Return the rating that a verdict gives, ``None`` if it cannot be read."""

    @abstractmethod
    def scores(self, ratings: Mapping[str, Sequence[float]]) -> dict[str, float]:
        """Return the named scores of an episode from the ratings of each question; ``reward`` is in [0, 1]."""

    def comparisons(self, task: Task, first: Sequence[str], second: Sequence[str]) -> list[Question]:
        """Return what is asked about two agents' answers to one task; empty for a judge that does not compare."""
        return []

    def preference(self, verdict: str) -> Preference | None:
        """Return which of two a verdict prefers, ``None`` if it cannot be read."""
        return None

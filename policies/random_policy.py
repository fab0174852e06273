"""``random``: draws an admissible action, or one that fits a tool; the floor of every benchmark."""

from __future__ import annotations

from typing import ClassVar

from agentgym.policy import Completion, Policy, Request, Wish
from agentgym.wishes import completion_of


class RandomPolicy(Policy):
    """Answers with a random action; the draw follows from the episode's seed."""

    wishes: ClassVar[tuple[Wish, ...]] = ("random",)

    async def act(self, request: Request) -> Completion:
        """Return the random message."""
        return completion_of(request, "random")

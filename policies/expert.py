"""``expert``: plays the environment's gold actions."""

from __future__ import annotations

from typing import ClassVar

from agentgym.policy import Completion, Policy, Request, Wish
from agentgym.wishes import completion_of


class ExpertPolicy(Policy):
    """Answers with what the environment's expert would."""

    wishes: ClassVar[tuple[Wish, ...]] = ("expert",)

    async def act(self, request: Request) -> Completion:
        """Return the expert's message."""
        return completion_of(request, "expert")

"""``random``: draws an admissible action, or one that fits a tool; the floor of every benchmark."""

from __future__ import annotations

from agentgym.policy import Completion, Policy, Request, Suggestion, View


class RandomPolicy(Policy):
    """Answers with a random action; the draw follows from the episode's seed."""

    chooses = True
    spec = "random"
    label = "random"
    needs: tuple[Suggestion, ...] = ("random",)

    async def act(self, request: Request, view: View) -> Completion:
        """Return the random message."""
        return request.suggested("random")

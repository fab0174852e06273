"""``expert``: plays the environment's gold actions."""

from __future__ import annotations

from agentgym.policy import Completion, Policy, Request, Suggestion, View


class ExpertPolicy(Policy):
    """Answers with what the environment's expert would."""

    chooses = True
    spec = "expert"
    label = "expert"
    needs: tuple[Suggestion, ...] = ("expert",)

    async def act(self, request: Request, view: View) -> Completion:
        """Return the expert's message."""
        return request.suggested("expert")

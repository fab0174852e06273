"""A second policy as worker: asked beside the one that is played, from the environment's own thread."""

from __future__ import annotations

import asyncio

from agentgym import registry
from agentgym.errors import AgentGymError, EnvironmentFailure
from agentgym.messages import user
from agentgym.policy import Policy, Request


class SecondPolicy:
    """Answers single questions with a policy of a spec.

    Args:
        spec: what names the policy.

    Raises:
        AgentGymError: there is no such policy, or it cannot be made.
    """

    def __init__(self, spec: str) -> None:
        self.policy: Policy = registry.make_policy(spec)
        self._runner: asyncio.Runner | None = None

    def ask(self, text: str, *, task: str, seed: int, step: int) -> str:
        """Return the answer to one user message.

        Raises:
            EnvironmentFailure: there is none; what plays is not to blame.
        """
        request = Request(messages=[user(text)], task_id=task, seed=seed, step=step, action_format="native")
        try:
            if self._runner is None:
                self._runner = asyncio.Runner()
                self._runner.run(self.policy.open())
            return self._runner.run(self.policy.answer(request)).text
        except AgentGymError as error:
            raise EnvironmentFailure(f"The worker {self.policy.label} did not answer: {error}") from error

    def close(self) -> None:
        """Close the policy."""
        runner, self._runner = self._runner, None
        if runner is not None:
            try:
                runner.run(self.policy.close())
            finally:
                runner.close()

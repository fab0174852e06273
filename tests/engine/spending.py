"""A policy for tests that costs what it is told to, and fails where it is told to."""

from __future__ import annotations

from agentgym.errors import PolicyError
from agentgym.policy import Completion, Policy, Request, Usage, View


class Flaky(Policy):
    """Fails where it is told to, costs what it is told to."""

    spec = "flaky"

    def __init__(self, *, fails: bool = False, model: str = "gpt-4") -> None:
        self.fails, self.model = fails, model

    async def act(self, request: Request, view: View) -> Completion:
        if self.fails and request.task_id.endswith(("1", "2")):
            raise PolicyError("the server said 400")
        usage = Usage(prompt_tokens=1000, completion_tokens=100)
        return Completion(text="ACTION: guess[1]", model=self.model, usage=usage)

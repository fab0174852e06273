"""``mock:TEXT``: answers at once with a canned text; needs no network, no tokenizer, no model.

Without a text it plays a random admissible action, so that a whole run can be tried out for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from agentgym.errors import OptionError
from agentgym.policy import Completion, Policy, Request, Usage, View


class MockPolicy(Policy):
    """A model that costs nothing.

    Args:
        text: the answer to everything; empty for a random action.
    """

    chooses = True

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.needs = () if text else ("random",)
        self.spec = self.label = f"mock:{text}" if text else "mock"

    @classmethod
    def from_spec(cls, argument: str, options: Mapping[str, str]) -> MockPolicy:
        """Make it from ``mock`` or ``mock:TEXT``."""
        if options:
            raise OptionError(f"The policy 'mock' takes no options, got {sorted(options)}.")
        return cls(argument)

    async def act(self, request: Request, view: View) -> Completion:
        """Answer; usage counts words, so that accounting has something to count."""
        completion = Completion(text=self.text) if self.text else request.suggested("random")
        completion.model = "mock"
        words = sum(m["content"].count(" ") + 1 for m in view.messages[-1:])
        completion.usage = Usage(prompt_tokens=words, completion_tokens=completion.text.count(" ") + 1)
        return completion

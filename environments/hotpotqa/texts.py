"""The texts of the paper's protocol: ours, or the original's."""

from __future__ import annotations

from agentgym.prompts import Texts


class HotpotQATexts(Texts, frozen=True, kw_only=True):
    """Texts of the paper's protocol.

    Attributes:
        prompt: what stands before the first step, with ``{examples}`` and ``{question}``.
        examples: the solved examples.
        invalid: answer to what is no action.
        no_page: answer to a look-up without a page.
        failed: answer to a search that cannot be made.
    """

    prompt: str
    examples: str
    invalid: str
    no_page: str
    failed: str

    def asked(self, question: str) -> str:
        """Return what stands before the first step of a question."""
        # Not str.format: the original's examples may hold braces.
        return self.prompt.replace("{examples}", self.examples).replace("{question}", question)

"""The native format: the message is the action."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.formats.base import ActionFormat
from agentgym.formats.grammars import Grammar


class NativeFormat(ActionFormat):
    """The message is the action, in the environment's grammar, and nothing else."""

    name = "native"

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    def parse(self, text: str) -> Action:
        """Read the message with the grammar."""
        return self.grammar.parse(text)

    def render(self, action: Action) -> str:
        """Write the action alone; the thought is dropped."""
        return self.grammar.render(action)

    def instructions(self) -> str:
        """Say that only the action is wanted, and how it is written."""
        return f"Answer with one action and nothing else.\n{self.grammar.describe()}"

"""The label format: a thought and an action, each behind its label (ReAct)."""

from __future__ import annotations

import re

import msgspec

from agentgym.actions import Action, ParseError
from agentgym.formats.base import ActionFormat
from agentgym.formats.grammars import Grammar


class LabelFormat(ActionFormat):
    """A thought, then an action (ReAct, arXiv 2210.03629): ``Thought: …`` and ``Action: …``.

    Labels are read without regard to case; the action is what follows the first ``Action:`` up to an
    ``Observation:`` that a model may invent.

    Args:
        grammar: reads what stands behind the action label.
        thought: label of the thought.
        action: label of the action.
    """

    name = "react"

    def __init__(self, grammar: Grammar, *, thought: str = "Thought", action: str = "Action") -> None:
        self.grammar = grammar
        self.thought = thought
        self.action = action
        self._pattern = re.compile(
            rf"(?:{re.escape(thought)}\s*:)?(?P<thought>.*?)\b{re.escape(action)}\s*:(?P<action>.*)",
            re.DOTALL | re.IGNORECASE,
        )
        self._invented = re.compile(r"\n\s*Observation\s*:", re.IGNORECASE)

    def parse(self, text: str) -> Action:
        """Read thought and action.

        Raises:
            ParseError: there is no action label, or the grammar refuses what follows it.
        """
        match = self._pattern.search(text)
        if match is None:
            raise ParseError(
                "no_action", f'There is no "{self.action}:" in the answer. {self.instructions()}'.strip()
            )
        written = self._invented.split(match["action"], maxsplit=1)[0]
        action = self.grammar.parse(written.strip())
        return msgspec.structs.replace(action, thought=match["thought"].strip())

    def render(self, action: Action) -> str:
        """Write both parts; the thought only where there is one."""
        written = f"{self.action}: {self.grammar.render(action)}"
        return f"{self.thought}: {action.thought}\n{written}" if action.thought else written

    def instructions(self) -> str:
        """Show the two lines and the grammar of the action."""
        return f'Answer with two lines, "{self.thought}: ..." and "{self.action}: ...".\n{self.grammar.describe()}'

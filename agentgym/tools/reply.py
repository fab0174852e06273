"""Environments whose action is an answer: the assistant's whole message, whatever it is.

Question answering, exams and chats have one tool, ``answer``, and no grammar besides it.
"""

from __future__ import annotations

from agentgym.actions import Action, Tool
from agentgym.formats import ActionFormat, ToolsFormat

ANSWER = Tool(
    name="answer",
    description="Give your whole answer.",
    parameters={"text": {"type": "string", "description": "the answer, as you would write it to a person"}},
)
TOOLS = (ANSWER,)


class ReplyGrammar:
    """The text is the answer; nothing is refused.

    Args:
        description: tells a model what is to be written; empty where the question says it.
    """

    def __init__(self, description: str = "") -> None:
        self.description = description

    def parse(self, text: str) -> Action:
        """Take the text."""
        return reply(text)

    def render(self, action: Action) -> str:
        """Write the text."""
        return str(action["text"])

    def describe(self) -> str:
        """Return the description given at construction."""
        return self.description


class ReplyFormat(ActionFormat):
    """The message is the answer, as it is: no label, no thought apart.

    Args:
        name: the name of the format that it stands for (``react`` or ``native``).
        instructions: text for the model.
    """

    def __init__(self, name: str, instructions: str = "") -> None:
        self.name = name
        self._instructions = instructions

    def parse(self, text: str) -> Action:
        """Take the message."""
        return reply(text)

    def render(self, action: Action) -> str:
        """Write the answer."""
        return str(action["text"])

    def instructions(self) -> str:
        """Return the text given at construction."""
        return self._instructions


def reply(text: str) -> Action:
    """Return an answer as an action."""
    return Action(name=ANSWER.name, arguments={"text": text}, text=text)


def make_format(name: str) -> ActionFormat:
    """Return the action format of a name: a call of ``answer`` for ``tools``, the bare message for the others."""
    return ToolsFormat(TOOLS, ReplyGrammar()) if name == "tools" else ReplyFormat(name)

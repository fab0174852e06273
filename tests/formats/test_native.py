"""The native format."""

from __future__ import annotations

from agentgym.actions import Action
from agentgym.formats import NativeFormat
from agentgym.formats.grammars import CommandGrammar

from .parsers import COMMAND


def test_the_message_is_the_action() -> None:
    native = NativeFormat(CommandGrammar(COMMAND))
    action = native.parse(" go to desk 1\n")
    assert action == Action(name="act", arguments={"command": "go to desk 1"}, text="go to desk 1")
    assert native.render(Action(name="act", arguments={"command": "look"}, thought="dropped")) == "look"
    assert native.instructions().startswith("Answer with one action and nothing else.\n")

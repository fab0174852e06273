"""What ALFWorld says besides what the game answers."""

from __future__ import annotations

from agentgym.prompts import Texts


class AlfworldTexts(Texts, frozen=True, kw_only=True):
    """The texts of ALFWorld.

    Attributes:
        task: the first observation, with ``{observation}``.
        actions: what follows an observation where the profile shows the admissible commands, with ``{commands}``.
        separator: what stands between two commands.
        marker: an observation that is no longer the newest is cut where this begins.
        no_call: answer to a message without a call of a tool (``action_format="tools"``).
        bad_call: answer to a call without an argument that can be read.
    """

    task: str = "Here is your task. {observation}"
    actions: str = " AVAILABLE ACTIONS: {commands}\n"
    separator: str = "\n"
    marker: str = "AVAILABLE ACTIONS"
    no_call: str = "Your answer calls no tool. Call act with your next command."
    bad_call: str = "The call has no command that can be read. Call act with your next command."

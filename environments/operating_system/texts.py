"""What the operating system's protocol says around the output of commands."""

from __future__ import annotations

from agentgym.prompts import Texts


class OSTexts(Texts, frozen=True, kw_only=True):
    """The texts of the operating system.

    Attributes:
        task: the task, with ``{description}``.
        output: what a command has written, with ``{output}``.
        empty: the same where it has written nothing.
        cut: what stands behind the part that is shown of a long output.
        no_call: answer to a message without a call of a tool (profile ``fc``).
        bad_call: answer to a call whose arguments are no JSON, with ``{error}``, Python's words for it (``fc``).
        unknown_tool: answer to a call of a tool that there is not, or with other arguments (``fc``).
    """

    task: str = "Here is a new task on a fresh machine:\n\n{description}"
    output: str = "The output of the OS:\n\n{output}"
    empty: str = "The output of the OS is empty."
    cut: str = "\n[truncated because the output is too long]"
    no_call: str = "Your answer calls no tool. Call bash_action, finish_action or answer_action."
    bad_call: str = "The arguments of the call are not JSON: {error}"
    unknown_tool: str = "There is no such tool, or it takes other arguments. See the list of tools."

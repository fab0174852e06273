"""From a conversation to what a model is shown of it: system prompt, history cut, tools as text."""

from __future__ import annotations

from agentgym.messages import Message
from agentgym.models import text_tools
from agentgym.models.demonstrations import strip
from agentgym.models.history import History
from agentgym.policy import Request, View


def show(
    request: Request,
    *,
    system: Message | None = None,
    history: History,
    stripping: bool = False,
    tools_as_text: bool = False,
    reasoning: bool = False,
) -> View:
    """Return the view of a request. Pure: nothing given is changed, messages that stay as they are are shared.

    Args:
        request: what is asked.
        system: system prompt, put before everything else.
        history: what is kept of the conversation. A system prompt counts nothing, tools in text do.
        stripping: solved examples are left out of the opening.
        tools_as_text: tools are shown in the first message, calls and results as text; else they travel beside it.
        reasoning: the reasoning of earlier turns is sent along.

    Raises:
        DataError: solved examples are to be left out, and cannot be told from the instruction.
    """
    messages = strip(request.messages, where=request.env_id)[0] if stripping else request.messages
    stripped = len(request.messages) - len(messages)
    if tools_as_text:
        messages = text_tools.show(messages, request.tools)
    shown = history(messages)
    return View(
        messages=[system, *shown.messages] if system is not None else shown.messages,
        tools=[] if tools_as_text else request.tools,
        reasoning=reasoning,
        omitted=stripped + shown.omitted,
    )

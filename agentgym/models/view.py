"""From a conversation to what a model is shown of it: system prompt, history cut, tools as text."""

from __future__ import annotations

from agentgym.messages import Message
from agentgym.models import text_tools
from agentgym.models.history import History
from agentgym.policy import Request, View


def show(
    request: Request,
    *,
    system: Message | None = None,
    history: History,
    tools_as_text: bool = False,
    reasoning: bool = False,
) -> View:
    """Return the view of a request. Pure: nothing given is changed, messages that stay as they are are shared.

    Args:
        request: what is asked.
        system: system prompt, put before everything else.
        history: what is kept of the conversation. A system prompt counts nothing, tools in text do.
        tools_as_text: tools are shown in the first message, calls and results as text; else they travel beside it.
        reasoning: the reasoning of earlier turns is sent along.
    """
    messages = text_tools.show(request.messages, request.tools) if tools_as_text else request.messages
    shown = history(messages)
    return View(
        messages=[system, *shown.messages] if system is not None else shown.messages,
        tools=[] if tools_as_text else request.tools,
        reasoning=reasoning,
        omitted=shown.omitted,
    )

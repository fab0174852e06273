"""What is shown: system prompt, what the history keeps, tools as text or beside it."""

from __future__ import annotations

import pytest

from agentgym.errors import DataError
from agentgym.messages import Message, assistant, system, tool_call, user
from agentgym.models.history import named
from agentgym.models.view import show
from agentgym.policy import Request, View
from tests.models.test_text_tools import TOOLS

CALL = tool_call("search", {"q": "tea"}, "c")
MESSAGES: list[Message] = [
    user("Buy tea."),
    {"role": "assistant", "content": "", "tool_calls": [CALL], "loss": True},
    {"role": "tool", "content": "3 teas", "tool_call_id": "c"},
    {"role": "assistant", "content": "I look.", "loss": True},
    user("Well?"),
]


def test_everything_is_shown_as_it_is() -> None:
    request = Request(messages=MESSAGES, tools=TOOLS)
    view = show(request, history=named("full"))
    assert view == View(messages=MESSAGES, tools=TOOLS)
    assert all(shown is own for shown, own in zip(view.messages, MESSAGES, strict=True))


def test_a_system_prompt_stands_first_and_is_one_object() -> None:
    prompt = system("Be brief.")
    request = Request(messages=MESSAGES)
    for _ in range(2):
        view = show(request, system=prompt, history=named("window:1"), reasoning=True)
        assert view.messages[0] is prompt and view.messages[2:] == MESSAGES[3:]
        assert (view.omitted, view.reasoning) == (2, True)
        assert view.messages[1]["content"] == "Buy tea.\n\n[NOTICE] 2 messages are omitted."


def test_tools_as_text_leave_no_tools_beside_and_are_cut_alike() -> None:
    request = Request(messages=MESSAGES, tools=TOOLS)
    view = show(request, system=system("S"), history=named("window:1"), tools_as_text=True)
    assert view.tools == [] and view.omitted == 2
    first = view.messages[1]["content"]
    assert first.startswith("You can call these functions:") and first.endswith("2 messages are omitted.")
    whole = show(request, history=named("full"), tools_as_text=True).messages
    assert [m["role"] for m in whole] == ["user", "assistant", "user", "assistant", "user"]
    assert whole[3] is MESSAGES[3] and "tool_calls" not in whole[1]


def test_solved_examples_are_left_out_before_the_history_is_cut() -> None:
    opening: list[Message] = [user("how to"), assistant("Ok."), user("example"), assistant("done")]
    request = Request(messages=[*opening, *MESSAGES], env_id="X")
    view = show(request, history=named("full"), stripping=True)
    assert view.messages == [*opening[:2], *MESSAGES] and view.omitted == 2
    assert all(shown is own for shown, own in zip(view.messages[2:], MESSAGES, strict=True))
    assert show(request, history=named("window:1"), stripping=True).omitted == 4
    assert show(request, history=named("full")).omitted == 0
    shared = Request(messages=[user("how to, and an example"), assistant("a\nb"), *MESSAGES], env_id="X")
    with pytest.raises(DataError, match="X: the demonstration cannot be stripped"):
        show(shared, history=named("full"), stripping=True)

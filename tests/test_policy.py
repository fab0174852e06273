"""The contract of policies."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from agentgym.errors import OptionError, PolicyError
from agentgym.messages import encode_tool_calls, tool_call, user
from agentgym.policy import Completion, Policy, Request, View


class Echo(Policy):
    """Says what it was shown last."""

    async def act(self, request: Request, view: View) -> Completion:
        return Completion(text=view.messages[-1]["content"], reasoning="r")


def test_by_default_the_model_is_shown_everything() -> None:
    request = Request(messages=[user("a"), user("b")], tools=[{"type": "function"}])
    view = Echo().view(request)
    assert view.messages is request.messages and view.tools is request.tools
    assert asyncio.run(Echo().answer(request)).text == "b"


def test_an_answer_is_a_message() -> None:
    calls = [tool_call("f", {"x": 1})]
    message = Completion(text="t", tool_calls=calls, reasoning="r").message()
    assert message == {"role": "assistant", "content": "t", "tool_calls": calls, "reasoning_content": "r"}
    assert Completion(text="t").message() == {"role": "assistant", "content": "t"}


def test_suggestions_are_unpacked() -> None:
    text = encode_tool_calls("hm", [tool_call("f", {"x": 1})])
    request = Request(messages=[], action_format="tools", suggestions={"expert": text}, env_id="E")
    answer = request.suggested("expert")
    assert (answer.text, answer.model) == ("hm", "expert")
    assert answer.tool_calls[0]["function"]["name"] == "f"
    with pytest.raises(PolicyError, match="no suggestion of the kind 'random'"):
        request.suggested("random")


def test_a_policy_without_options_says_so() -> None:
    assert isinstance(Echo.from_spec("", {}), Echo)
    with pytest.raises(OptionError, match="Echo takes no argument and no options"):
        Echo.from_spec("x", {})
    assert (
        Echo().identity() == {"policy": "Echo"}
        and Echo().cache_key(Request(messages=[]), View(messages=[])) is None
    )


class Scorer(Echo):
    """Gives every text its length as log-probability."""

    async def score(self, request: Request, continuations: Sequence[str]) -> list[float]:
        return [-float(len(text)) for text in continuations]


def test_the_likeliest_of_given_texts_is_chosen_the_first_of_equals() -> None:
    request = Request(messages=[user("a")], continuations=["long", "b", "c"])
    answer = asyncio.run(Scorer().answer(request))
    assert (answer.text, answer.extra) == ("b", {"continuations": [-4.0, -1.0, -1.0]})


def test_a_model_without_log_probabilities_is_not_asked_to_write() -> None:
    with pytest.raises(PolicyError, match="gives no log-probabilities of given texts"):
        asyncio.run(Echo().answer(Request(messages=[user("a")], continuations=["a", "b"])))


def test_what_is_no_model_says_which_one_itself() -> None:
    class Person(Echo):
        chooses = True

    assert asyncio.run(Person().answer(Request(messages=[user("b")], continuations=["a", "b"]))).text == "b"

"""Performing a message: one action, or each of its calls."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from agentgym.actions import Action
from agentgym.conversation import NOT_EXECUTED, OVER, Conversation
from agentgym.messages import Message, encode_tool_calls, tool_call
from agentgym.outcome import Outcome
from agentgym.profile import Profile
from tests.contract.guess import Guess


class Guesses(Guess):
    """Each guess of a message is told about, or the first alone."""

    profiles: ClassVar[dict[str, Profile]] = {
        name: Profile(name=name, shots=0, action_format="tools", parallel_calls=name != "first", **more)
        for name, more in {
            "all": {"repetition": 3},
            "first": {},
            "strict": {"on_parse_error": "end"},
        }.items()
    }  # type: ignore[assignment]

    def perform(self, action: Action) -> Any:
        if action["n"] > 9:
            return Outcome(observation="Too much.", refused=True, call_error=True)
        return super().perform(action)  # type: ignore[no-untyped-call]


def begun(profile: str = "all") -> Guesses:
    env = Guesses(profile=profile)
    env.reset(seed=0, options={"task": "test-5"})
    return env


def guesses(*numbers: object) -> str:
    return encode_tool_calls("Hm.", [tool_call("guess", {"n": n}, f"c{i}") for i, n in enumerate(numbers)])


def test_every_call_is_carried_out_and_the_turn_is_one_step() -> None:
    env = begun()
    observation, reward, terminated, truncated, info = env.step(guesses(3, 7))
    assert observation == "Higher.\n\nLower." and info["tool_results"] == ["Higher.", "Lower."]
    assert (reward, terminated, truncated, info["step"]) == (0.0, False, False, 1)
    assert (info["action"], info["thought"]) == ("guess[3]\nguess[7]", "Hm.")


def test_each_answer_is_the_tool_message_of_its_call() -> None:
    env = begun()
    chat = Conversation(*env.reset(seed=0, options={"task": "test-5"}))
    turn: Message = {
        "role": "assistant",
        "content": "Hm.",
        "tool_calls": json.loads(guesses(3, 7))["tool_calls"],
    }
    observation, *_, info = env.step(guesses(3, 7))
    chat.add(turn, observation, info)
    assert [(m["role"], m["content"], m["tool_call_id"]) for m in chat.messages[-2:]] == [
        ("tool", "Higher.", "c0"), ("tool", "Lower.", "c1")
    ]  # fmt: skip


def test_what_comes_after_the_end_is_not_carried_out() -> None:
    env = begun()
    observation, reward, terminated, _, info = env.step(guesses(3, 5, 7))
    assert (observation, reward, terminated) == ("Higher.\n\nRight!", 1.0, True)
    assert info["tool_results"] == ["Higher.", "Right!", OVER] and info["status"] == "completed"


@pytest.mark.parametrize("numbers", [("x", 7), (7, "x")])
def test_a_call_that_cannot_be_read_is_told_and_the_others_are_carried_out(
    numbers: tuple[object, ...],
) -> None:
    env = begun()
    info = env.step(guesses(*numbers))[4]
    wrong, right = numbers.index("x"), numbers.index(7)
    assert info["tool_results"][right] == "Lower." and info["action"] == "guess[7]"
    assert (
        info["tool_results"][wrong] == info["parse_error"] != ""
        and info["parse_error_kind"] == "bad_arguments"
    )


def test_none_that_can_be_read_and_none_at_all() -> None:
    env = begun()
    info = env.step(guesses("x", "y"))[4]
    assert len(info["tool_results"]) == 2 and info["action"] == "" and info["parse_error"].count("\n") == 1
    observation, *_, info = env.step("words")
    assert (
        info["tool_results"] == []
        and info["parse_error_kind"] == "no_action"
        and observation == info["parse_error"]
    )
    _, reward, terminated, _, info = begun("strict").step(guesses(3, "x", 5))
    assert (reward, terminated, info["status"]) == (0.0, True, "invalid_format")
    assert info["tool_results"][0] == "Higher." and info["tool_results"][2] == OVER


def test_what_is_said_of_one_call_is_said_of_the_turn() -> None:
    for numbers in ((10, 3), (3, 10)):
        info = begun().step(guesses(*numbers))[4]
        assert info["refused"] and info["call_error"]
    assert not begun().step(guesses(3, 4))[4]["refused"]


def test_the_same_message_again_and_again_is_a_repetition() -> None:
    env = begun()
    ends = [env.step(guesses(3, 7))[2] for _ in range(4)]
    assert ends == [False, False, False, True] and env.status == "repetition"


def test_otherwise_the_first_call_is_carried_out() -> None:
    observation, *_, info = begun("first").step(guesses(3, 5))
    assert observation == "Higher." and info["tool_results"] == ["Higher.", NOT_EXECUTED]
    assert info["status"] == "running" and info["action"] == "guess[3]"

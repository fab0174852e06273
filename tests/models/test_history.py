"""The history filter, against the reference vectors of the protocol (AgentBench before v0.1)."""

from __future__ import annotations

import random

import pytest

from agentgym.errors import OptionError, UnknownNameError
from agentgym.messages import Message, assistant, system, tool_call, user
from agentgym.models.history import named, paper, segments, window


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("hello world", 2), ("abcdefg", 1), ("abcdefgh", 2), ("a\tb", 3), ("", 0),
        ("[SEP] abcdefghij 12.", 8), ("a\nb c", 3), ("abcdefghijklmno", 3), ("ünïcödés²", 3), ("中文字", 1), ("🫖", 1),
    ],
)  # fmt: skip
def test_segments_equal_the_reference_vectors(text: str, count: int) -> None:
    assert segments(text) == count


def test_both_ways_of_counting_agree() -> None:
    rng = random.Random(0)
    for _ in range(300):
        text = "".join(rng.choices("abcXYZ   \n\t.,[]012'é", k=rng.randrange(60)))
        assert segments(text) == segments(text + "é") - _last_run(text), text


def _last_run(text: str) -> int:
    """What an é at the end adds: nothing within an open run of letters, one otherwise."""
    run = 0
    for sign in text:
        run = (run + 1) % 7 if sign.isalpha() else 0
    return int(run == 0)


def conversation(*sizes: int) -> list[Message]:
    """Messages of so many segments each, the user's and the agent's in turn."""
    texts = [" ".join("w" * size) for size in sizes]
    return [user(t) if i % 2 == 0 else assistant(t, loss=i > 1) for i, t in enumerate(texts)]


def test_nothing_is_omitted_below_the_budget() -> None:
    messages = conversation(1000, 1, 1000, 1, 1497)
    assert paper(messages) == (messages, 0), "3,499 segments in all"


def test_the_message_that_reaches_the_budget_goes_and_so_does_a_leading_user() -> None:
    messages = conversation(1000, 1, 1000, 1, 1498)
    shown, omitted = paper(messages)
    # Newest first: 1,498 and 1 and 1,000 fit with the first 1,000; one more makes 3,500. What is kept then
    # begins with the user and loses that message too.
    assert omitted == 2
    assert shown[0]["content"] == messages[0]["content"] + "\n\n[NOTICE] 2 messages are omitted."
    assert shown[1:] == messages[3:]
    assert messages[0]["content"].count("NOTICE") == 0, "the conversation itself is not changed"


def test_a_newest_message_beyond_the_budget_leaves_the_first_alone() -> None:
    shown, omitted = paper(conversation(10, 1, 5000))
    assert (
        omitted == 2 and len(shown) == 1 and shown[0]["content"].endswith("[NOTICE] 2 messages are omitted.")
    )


def test_the_filter_equals_a_straight_reading_of_its_rules() -> None:
    rng = random.Random(1)
    for _ in range(300):
        messages = conversation(*(rng.choice([1, 3, 9, 30]) for _ in range(rng.randrange(0, 8) * 2 + 1)))
        budget = rng.choice([5, 20, 60, 200])
        total, first = segments(messages[0]["content"]), len(messages)
        while first > 1:
            total += segments(messages[first - 1]["content"])
            if total >= budget:
                break
            first -= 1
        if first < len(messages) and messages[first]["role"] == "user":
            first += 1
        shown, omitted = paper(messages, budget)
        assert omitted == first - 1 and shown[1:] == messages[first:]


def test_a_system_prompt_stays_and_tool_results_are_never_orphaned() -> None:
    call = tool_call("f", {})
    turn: Message = {"role": "assistant", "content": "w " * 5, "tool_calls": [call], "loss": True}
    result: Message = {"role": "tool", "content": "w " * 5, "tool_call_id": call["id"]}
    messages = [system("s"), user("u"), turn, result, turn, result, turn, result]
    shown, omitted = paper(messages, 28)
    assert [m["role"] for m in shown] == ["system", "user", "assistant", "tool", "assistant", "tool"]
    assert omitted == 2 and shown[1]["content"].endswith("2 messages are omitted.")


def test_the_window_keeps_the_task_and_the_newest_turns() -> None:
    opening = [user("instruction"), assistant("Ok."), user("task")]
    turns = [m for n in range(5) for m in (assistant(f"a{n}", loss=True), user(f"o{n}"))]
    shown, omitted = window([*opening, *turns], 2)
    assert [m["content"] for m in shown] == [
        "instruction", "Ok.", "task\n\n[NOTICE] 6 messages are omitted.", "a3", "o3", "a4", "o4"
    ]  # fmt: skip
    assert omitted == 6
    assert window([*opening, *turns], 5) == ([*opening, *turns], 0)


def test_names() -> None:
    messages = conversation(*[10] * 31)
    assert named("full")(messages) == (messages, 0)
    assert named("paper:100")(messages).omitted == 22
    assert named("window:3")(messages).omitted == 22
    with pytest.raises(UnknownNameError, match="Did you mean 'window'"):
        named("windw")
    for wrong in ("full:3", "window:0", "paper:many"):
        with pytest.raises(OptionError, match="with an amount"):
            named(wrong)

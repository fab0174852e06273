"""Prompts, and how a reply is read."""

from __future__ import annotations

import json

import pytest

from agentgym.actions import Action, ParseError
from agentgym.environments.rewoo import protocol
from agentgym.environments.rewoo.demonstration import DESCRIBED, EXAMPLES, OWN
from agentgym.environments.rewoo.protocol import ReplyFormat, ReplyToolsFormat
from agentgym.environments.rewoo.world.plans import read_strictly
from agentgym.messages import encode_tool_calls, tool_call

TOOLS = ("Wikipedia", "LLM")
PLAN = "Plan: Read about it.\n#E1 = Wikipedia[Rome]\nPlan: Read it out.\n#E2 = LLM[What? Given context: #E1]"


def formats(planning: bool) -> tuple[ReplyFormat, ReplyToolsFormat]:
    replies = ReplyFormat(lambda: planning, lambda: TOOLS)
    return replies, ReplyToolsFormat(replies)


def reply(text: str) -> Action:
    return Action(name=protocol.REPLY, arguments={"text": text})


def test_the_planners_prompt() -> None:
    prompt = OWN.ask_planner("Who?", TOOLS, "multihop")
    assert (
        "\nWikipedia[input]: " in prompt and "\nLLM[input]: " in prompt and "Calculator[input]" not in prompt
    )
    assert prompt.endswith("\n\nWho?\n") and "#E4 = LLM[" in prompt


def test_examples_are_plans() -> None:
    for text in EXAMPLES.values():
        for example in text.split("\n\n"):
            plan = read_strictly(example)
            assert plan.plans and len(plan.plans) == len(plan.calls)
            plan.log({c.variable: "" for c in plan.calls})
            assert {c.tool for c in plan.calls} <= set(DESCRIBED)


def test_texts() -> None:
    planning, _ = formats(True)
    read = planning.parse("\n1. plan: a #E1 = llm[x]\n")
    assert read["text"] == "1. plan: a #E1 = llm[x]" and read.text == "Plan: a\n#E1 = LLM[x]"
    answering, _ = formats(False)
    assert answering.parse("\nRome\n").text == "Rome" and answering.parse("").text == "(nothing)"
    assert answering.render(reply("Rome")) == "Rome"


def test_function_calls() -> None:
    _, planning = formats(True)
    again = planning.parse(planning.render(reply(PLAN)))
    assert again["text"] == PLAN
    _, answering = formats(False)
    assert answering.parse(answering.render(reply("Rome")))["text"] == "Rome"
    assert planning.parse(answering.render(reply("no plan")))["text"] == "no plan", (
        "any function may be called"
    )


@pytest.mark.parametrize("steps", [[1], [{"plan": "a"}], [{"plan": "a", "tool": 3, "input": "x"}], "x"])
def test_wrong_steps(steps: object) -> None:
    _, planning = formats(True)
    with pytest.raises(ParseError) as caught:
        planning.parse(encode_tool_calls("", [tool_call("plan", {"steps": steps})]))
    assert caught.value.kind == "bad_arguments"


def test_what_is_no_call() -> None:
    _, planning = formats(True)
    with pytest.raises(ParseError):
        planning.parse("Plan: a")
    assert json.loads(planning.render(reply("I cannot.")))["tool_calls"][0]["function"]["name"] == "plan"

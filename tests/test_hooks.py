"""Demonstrations in every action format."""

from __future__ import annotations

from itertools import pairwise

import gymnasium
import pytest

import agentgym  # noqa: F401
from agentgym.hooks import EXAMPLE_ENDS
from agentgym.messages import wire


@pytest.mark.parametrize("name", ["ALFWorld", "WebShop", "Mind2Web", "KG"])
def test_a_demonstration_reaches_a_model_as_tool_calls(name: str) -> None:
    env = gymnasium.make(f"AgentTune/{name}-v0", action_format="tools").unwrapped
    _, info = env.reset(seed=0)
    messages = info["messages"]
    turns = [m for m in messages if m["role"] == "assistant" and m["content"] != "Ok."]
    answered = [m for m in turns if m["content"].endswith("Final Answer: #3")]  # no call, in any format of KG
    assert len(turns) > 2 and all(len(m["tool_calls"]) == 1 for m in turns if m not in answered)
    assert not any(m["content"].startswith("{") for m in turns)
    # Every call is answered at once by its result, as servers demand.
    for turn, result in pairwise(messages):
        if turn.get("tool_calls"):
            assert result["role"] == "tool" and result["tool_call_id"] == turn["tool_calls"][0]["id"]
    assert answered or messages[-1]["content"] == EXAMPLE_ENDS
    ids = [c["id"] for m in wire(messages) for c in m.get("tool_calls", ())]
    assert len(set(ids)) == len(ids)
    assert [t["function"]["name"] for t in info["tools"]]

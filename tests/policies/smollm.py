"""SmolLM2 on one start of a server: what it plays, and what has to be true of it."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

import agentgym
from agentgym.engine import KeptOpen, arollout
from agentgym.engine.run import RunSpec
from agentgym.policies.served import ServedPolicy
from agentgym.policy import Request
from agentgym.processes.guard import children_of
from tests.serving.parts import gone

GAMES = (
    ("AgentTune/ALFWorld-v0", "react"),
    ("AgentTune/WebShop-v0", "react"),
    ("AgentTune/WebShop-v0", "tools"),
    ("AgentTune/ALFWorld-v0", "tools"),
)


ASKED = Request(
    messages=[{"role": "user", "content": "Question: which is a colour?\nA. red\nB. dog\nC. cup\nD. run"}],
    episode_id="likelihood",
)
TEXTS = {
    "Answer: A": -9.009,
    "Answer: B": -9.421,
    "Answer: C": -8.508,
    "Answer: D": -9.317,
    "zebra ünïx 漢": -76.957,
    # What follows here is the first part of a character, and no text yet.
    "smile 😀😀😀😀😀😀": -53.746,
}
"""Log-probabilities of texts behind the question, as `transformers:smollm2?dtype=float32` gives them."""


def play(spec: str) -> tuple[ServedPolicy, list[Any], list[int]]:
    """Play two steps of an episode of every game on one start of the server; return also its processes."""
    policy = agentgym.make_policy(spec)
    assert isinstance(policy, ServedPolicy)

    before = set(children_of(os.getpid()))  # What other tests keep: warm sandboxes, say.

    async def work() -> tuple[list[Any], list[int]]:
        held, episodes = KeptOpen(policy), []
        pids: list[int] = []
        try:
            for env_id, form in GAMES:
                args = {"max_steps": 2, "action_format": form}
                run = await arollout(RunSpec.of(env_id, spec, {"tasks": 1, **args}), held)
                episodes += run.kept
                assert policy.pool is not None
                pids = [p for p in children_of(os.getpid()) if p not in before]
            given = await policy.score(ASKED, list(TEXTS))
            # Weights of four bits, and sums of sixteen, leave this much.
            assert given == pytest.approx(list(TEXTS.values()), abs=0.5, rel=0.03), given
        finally:
            await held.release()
        return episodes, pids

    episodes, pids = asyncio.run(work())
    return policy, episodes, pids


def check(policy: ServedPolicy, episodes: list[Any], pids: list[int]) -> None:
    """The model has answered, every episode is scored, tool calls are calls, and the server is gone."""
    assert len(episodes) == len(GAMES) and policy.pool is None
    for episode, (_, form) in zip(episodes, GAMES, strict=True):
        assert episode.reward is not None and episode.failure is None, episode.failure
        for step in episode.steps:
            completion = step.completion
            assert completion.model == "smollm2" and completion.usage.prompt_tokens > 300
            assert 1 <= completion.usage.completion_tokens <= 64
            if form == "tools":
                assert completion.tool_calls and not step.parse_error, (completion, step.parse_error)
            else:
                assert completion.text
    assert len(pids) >= 2 and gone(pids)

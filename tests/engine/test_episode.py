"""One episode: how it ends, and what its record says."""

from __future__ import annotations

import agentgym
from agentgym.errors import ContextLengthError
from agentgym.policy import Request
from tests.engine.playing import GUESS, Scripted


def test_the_context_limit_is_a_status_with_reward_zero() -> None:
    def answer(request: Request) -> str:
        raise ContextLengthError("8,193 tokens")

    run = agentgym.rollout(GUESS, Scripted(answer), tasks=1)
    assert [(e.status, e.reward) for e in run] == [("context_limit", 0.0)]

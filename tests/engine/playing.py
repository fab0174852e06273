"""What the tests of the engine share: a scripted policy, and what must be the same in two runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agentgym.engine import Limits
from agentgym.policy import Completion, Policy, Request, View
from agentgym.trajectory import read

GUESS = "Test/Guess-v0"
ROOT = Path(__file__).parents[2]
QUICK = Limits(backoff_seconds=0.001)


class Scripted(Policy):
    """Answers with what a function makes of the request."""

    def __init__(self, answer) -> None:  # type: ignore[no-untyped-def]
        self.answer = answer
        self.calls = 0
        self.opened = self.closed = 0
        self.spec = "scripted:test"

    async def open(self) -> None:
        self.opened += 1

    async def close(self) -> None:
        self.closed += 1

    async def act(self, request: Request, view: View) -> Completion:
        self.calls += 1
        result = self.answer(request)
        if asyncio.iscoroutine(result):
            result = await result
        return Completion(text=result)


def content(folder: Path) -> list[tuple[object, ...]]:
    """What must be the same in two runs: everything but times."""
    return sorted(
        (
            e.key,
            e.status,
            e.reward,
            e.observation,
            tuple((s.output, s.observation, s.reward) for s in e.steps),
        )
        for e in read(folder)
    )

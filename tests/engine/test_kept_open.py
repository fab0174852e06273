"""A policy that stays open over several runs."""

from __future__ import annotations

import asyncio

import agentgym
from agentgym.engine import KeptOpen
from agentgym.registry import make_policy
from agentgym.trajectory.identity import policy_id
from tests.engine.playing import GUESS, Scripted


def test_it_is_opened_once_and_closed_at_its_release() -> None:
    inner = Scripted(lambda r: f"Action: guess[{r.task_id[-1]}]")
    inner.label = "Mine"
    kept = KeptOpen(inner)

    async def play() -> None:
        for split in ("test", "dev"):
            spec = agentgym.RunSpec(env_id=GUESS, tasks=2, env_args={"split": split})
            run = await agentgym.arollout(spec, kept)
            assert (run.played, run.policy) == (2, "Mine")
        assert (inner.opened, inner.closed) == (1, 0)
        await kept.release()

    asyncio.run(play())
    assert (inner.opened, inner.closed) == (1, 1)
    assert policy_id(kept) == policy_id(inner)


def test_it_is_the_policy_that_it_keeps_open() -> None:
    inner = make_policy("openai:m?base_url=http://127.0.0.1:9/v1&temperature=0&name=mine")
    kept = KeptOpen(inner)
    assert policy_id(kept) == policy_id(inner) and kept.identity() == inner.identity() != {}
    assert (kept.spec, kept.label, kept.needs) == (inner.spec, "mine", inner.needs)

"""Environments on the event loop."""

from __future__ import annotations

import asyncio

from agentgym.engine.hosts.base import Stage
from agentgym.engine.hosts.inline import InlineHost
from tests.engine.playing import GUESS


def test_it_plays_where_it_is_and_cannot_be_interrupted() -> None:
    async def play() -> tuple[str, float, dict[str, str]]:
        host = InlineHost(lambda: Stage(GUESS, {}, ("expert",)))
        assert not host.interruptible
        begun = await host.begin("test-5", 0)
        stepped = await host.step("Action: guess[5]")
        await host.close()
        return begun.observation, stepped.reward, begun.suggestions

    observation, reward, suggestions = asyncio.run(play())
    assert observation.startswith("I think of a number") and reward == 1.0
    assert suggestions == {"expert": "Thought: I can see it.\nAction: guess[5]"}

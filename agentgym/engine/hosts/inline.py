"""An environment on the event loop itself."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.engine.hosts.base import Begun, Host, Stage, Stepped


class InlineHost(Host):
    """On the event loop itself: for environments whose step takes microseconds."""

    interruptible = False

    def __init__(self, make: Callable[[], Stage]) -> None:
        self.stage = make()

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset."""
        return self.stage.begin(task, seed)

    async def step(self, action: str) -> Stepped:
        """Step."""
        return self.stage.step(action)

    async def close(self) -> None:
        """Close."""
        self.stage.close()

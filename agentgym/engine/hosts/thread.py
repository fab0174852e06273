"""An environment in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from agentgym.engine.hosts.base import Begun, Host, Stage, Stepped
from agentgym.processes.call_thread import CallThread


class ThreadHost(Host):
    """In a thread of its own: for environments that wait for something (a socket, a browser, a container)."""

    def __init__(self, make: Callable[[], Stage]) -> None:
        self._make = make
        self._stage: Stage | None = None
        # One thread per environment: some libraries (SQLite, browsers) want every call from the same one.
        self._thread = CallThread("agentgym-env")

    async def open(self) -> None:
        """Make the environment in the thread."""
        await self._thread.run(self._staged)

    async def begin(self, task: str, seed: int) -> Begun:
        """Reset in the thread."""
        return await self._thread.run(lambda: self._staged().begin(task, seed))

    async def step(self, action: str) -> Stepped:
        """Step in the thread."""
        return await self._thread.run(lambda: self._staged().step(action))

    async def close(self) -> None:
        """Close in the thread, then end it."""
        await self._thread.run(self._close)
        self._thread.end()

    def discard(self) -> None:
        """Leave the thread to itself, as it cannot be killed: it closes the environment if its call ever returns."""
        self._thread.end(self._close)

    def _staged(self) -> Stage:
        if self._stage is None:
            self._stage = self._make()
        return self._stage

    def _close(self) -> None:
        stage, self._stage = self._stage, None
        if stage is not None:
            stage.close()

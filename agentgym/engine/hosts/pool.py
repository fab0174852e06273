"""The hosts of a run: made as they are needed, lent for an episode at a time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from agentgym.engine.hosts.base import Host, Stage, within
from agentgym.engine.hosts.inline import InlineHost
from agentgym.engine.hosts.thread import ThreadHost
from agentgym.env import Execution
from agentgym.policy import Suggestion

OPEN_SECONDS = 1800.0
"""How long an environment may take to be made: some build an index of large data first."""


class HostPool:
    """Makes hosts as they are needed, at most ``size``, and keeps them for re-use."""

    def __init__(self, make: Callable[[], Host], size: int) -> None:
        self._make = make
        self._free: list[Host] = []
        self._slots = asyncio.Semaphore(size)

    @contextlib.asynccontextmanager
    async def borrow(self) -> AsyncIterator[Host]:
        """Lend a host for one episode; a host whose episode raised is closed and not lent again."""
        async with self._slots:
            fresh = not self._free
            host = self._make() if fresh else self._free.pop()
            try:
                if fresh:
                    await within(host, host.open(), OPEN_SECONDS)
                yield host
            except BaseException:
                await self._drop(host)
                raise
            if host.usable:
                self._free.append(host)
            else:
                await self._drop(host)

    async def close(self) -> None:
        """Close all hosts."""
        while self._free:
            await self._drop(self._free.pop())

    async def _drop(self, host: Host) -> None:
        # The episode's own error matters, not what a broken environment says while it is closed.
        try:
            if host.usable:
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(host.close(), timeout=10)
        finally:  # Also where a second cancellation ends the wait.
            host.discard()


def host_factory(
    env_id: str, env_args: Mapping[str, Any], needs: tuple[Suggestion, ...], execution: Execution
) -> Callable[[], Host]:
    """Return what makes a host of the kind that the environment declares."""

    def make() -> Stage:
        return Stage(env_id, env_args, needs)

    if execution == "inline":
        return lambda: InlineHost(make)
    if execution == "thread":
        return lambda: ThreadHost(make)
    from agentgym.engine.hosts.process import ProcessHost

    return lambda: ProcessHost(env_id, env_args, needs)

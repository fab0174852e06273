"""The hosts of a run: made when needed, lent again, dropped when broken."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from agentgym.engine.hosts.base import Host
from agentgym.engine.hosts.pool import HostPool


class Counted(Host):
    """Counts what is done to it."""

    made: int = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.opened = self.closed = self.discarded = 0

    async def open(self) -> None:
        self.opened += 1

    async def begin(self, task: str, seed: int) -> Any:
        raise NotImplementedError

    async def step(self, action: str) -> Any:
        raise NotImplementedError

    async def close(self) -> None:
        self.closed += 1

    def discard(self) -> None:
        self.discarded += 1


def test_a_host_is_lent_again_and_closed_in_the_end() -> None:
    Counted.made = 0

    async def play() -> list[Host]:
        pool = HostPool(Counted, 2)
        lent = []
        for _ in range(3):
            async with pool.borrow() as host:
                lent.append(host)
        await pool.close()
        return lent

    lent = asyncio.run(play())
    assert Counted.made == 1 and lent[0] is lent[2]
    assert isinstance(lent[0], Counted) and (lent[0].opened, lent[0].closed) == (1, 1)


def test_a_host_whose_episode_broke_is_not_lent_again() -> None:
    Counted.made = 0

    async def play() -> None:
        pool = HostPool(Counted, 1)
        with pytest.raises(RuntimeError):
            async with pool.borrow():
                raise RuntimeError("broken")
        async with pool.borrow() as host:
            host.usable = False
        async with pool.borrow():
            pass

    asyncio.run(play())
    assert Counted.made == 3


def test_never_more_than_its_size_at_once() -> None:
    Counted.made = 0
    most = 0

    async def play() -> None:
        nonlocal most
        pool = HostPool(Counted, 3)
        busy = 0

        async def one() -> None:
            nonlocal busy, most
            async with pool.borrow():
                busy += 1
                most = max(most, busy)
                await asyncio.sleep(0)
                busy -= 1

        await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(play())
    assert most == 3 >= Counted.made


def test_a_host_is_discarded_though_its_closing_is_cancelled() -> None:
    class Sticky(Counted):
        async def close(self) -> None:
            self.closed += 1
            await asyncio.sleep(60)

    async def play() -> Counted:
        pool, lent = HostPool(Sticky, 1), []

        async def episode() -> None:
            async with pool.borrow() as host:
                lent.append(host)
                await asyncio.sleep(60)

        task = asyncio.create_task(episode())
        for _ in range(2):  # Ctrl-C, and once more while the host is being closed.
            await asyncio.sleep(0.05)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return lent[0]  # type: ignore[return-value]

    host = asyncio.run(play())
    assert (host.closed, host.discarded) == (1, 1)

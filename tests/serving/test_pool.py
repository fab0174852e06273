"""Servers that come and go as one."""

from __future__ import annotations

import asyncio
import socket
import sys
import urllib.request

import pytest

from agentgym.errors import PolicyError
from agentgym.serving.pool import ServerPool
from agentgym.serving.process import Launch, ServerProcess
from tests.serving.launches import family, launch, quiet
from tests.serving.parts import gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process trees are read from /proc")


def test_what_ends_before_it_is_ready_is_told_with_its_last_words() -> None:
    async def work() -> list[int]:
        pool = ServerPool([launch("die")], start_timeout=20, say=quiet)
        with pytest.raises(PolicyError, match="ended before it was ready:\nno such model: nonsense"):
            await pool.start()
        return [p.pid for p in pool.processes]

    assert gone(asyncio.run(work()))
    with pytest.raises(PolicyError, match="nowhere/python"):
        asyncio.run(ServerPool([Launch(name="x", command=lambda p: ["nowhere/python"])], say=quiet).start())


def test_one_that_fails_takes_the_others_with_it() -> None:
    async def work() -> list[int]:
        pool = ServerPool([launch(), launch("die")], start_timeout=20, say=quiet)
        with pytest.raises(PolicyError):
            await pool.start()
        return [p.pid for p in pool.processes]

    assert gone(asyncio.run(work()))


def test_a_port_that_somebody_took_is_changed() -> None:
    async def work() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            pool = ServerPool([launch()], start_timeout=20, say=quiet)
            original = ServerProcess.__init__

            def first(self: ServerProcess, launch: Launch, wanted: int | None = None) -> None:
                original(self, launch, port if not pool.processes else wanted)

            ServerProcess.__init__ = first  # type: ignore[method-assign]
            try:
                addresses = await pool.start()
            finally:
                ServerProcess.__init__ = original  # type: ignore[method-assign]
            assert not addresses[0].endswith(f":{port}")
            await pool.stop()

    asyncio.run(work())


def test_a_server_that_dies_is_started_again_where_it_was() -> None:
    async def work() -> None:
        said: list[str] = []
        pool = ServerPool([launch()], start_timeout=20, restarts=1, say=said.append)
        (address,) = await pool.start()
        before, orphans = pool.processes[0].pid, family(pool.processes[0])
        with pytest.raises(OSError):
            await asyncio.to_thread(urllib.request.urlopen, f"{address}/die", None, 5)
        for _ in range(200):
            await asyncio.sleep(0.05)
            if said and said[-1].startswith("family: ready") and len(said) >= 3:
                break
        assert "died and is started again" in said[1]
        assert pool.processes[0].pid != before and pool.processes[0].address == address
        assert gone(orphans, 2)
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
            assert int(answer.read()) == pool.processes[0].pid
        await pool.stop()

    asyncio.run(work())

"""Several servers as one."""

from __future__ import annotations

import asyncio

import pytest

from agentgym.client import Servers
from agentgym.errors import OptionError


def test_an_episode_stays_with_its_server_until_that_is_down_or_full() -> None:
    async def main() -> None:
        servers = Servers(["http://a", "http://b", "http://c"], 8)
        homes = {servers.choose(f"episode {n}").url for n in range(50)}
        assert len(homes) == 3, "episodes are spread"
        home = servers.choose("e")
        assert all(servers.choose("e") is home for _ in range(5))
        for _ in range(4):
            await home.limit.acquire()
        assert servers.choose("e") is not home, "it has more than its share"
        for _ in range(4):
            home.limit.release(0, good=True)
        home.failed()
        assert servers.choose("e") is not home and home.rest > 0
        home.answered()
        assert servers.choose("e") is home
        for server in servers.all:
            server.failed()
        home.failed()
        assert servers.choose("e") is not home, "all are down: the first to be back"

    asyncio.run(main())
    with pytest.raises(OptionError, match="different server addresses"):
        Servers(["http://a", "http://a"], 1)


def test_a_server_takes_a_quarter_more_than_its_share_and_no_more() -> None:
    async def main() -> None:
        servers = Servers(["http://a", "http://b"], 99)
        home = servers.choose("e")
        other = next(s for s in servers.all if s is not home)
        for _ in range(8):
            await other.limit.acquire()
        while servers.choose("e") is home:
            await home.limit.acquire()
        # The first number for which 1.25 x (home + 8 + 1) / 2, rounded up, is no more than it.
        assert home.limit.in_flight == 15

    asyncio.run(main())


def test_a_server_that_fails_is_passed_over_longer_each_time() -> None:
    async def main() -> None:
        server = Servers(["http://a"], 1).all[0]
        for seconds in (0.5, 1, 2, 4, 8, 16, 30, 30):
            server.failed()
            assert seconds - 0.1 < server.rest <= seconds
        server.answered()
        assert server.rest == 0
        server.failed()
        assert server.rest <= 0.5

    asyncio.run(main())

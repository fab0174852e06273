"""Several servers as one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.client import Servers
from agentgym.errors import OptionError
from tests.policies.servers import Server, whole


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


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path / "cache"))
    started = Server()
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "cost": 0.5}
    message = {"role": "assistant", "content": "Action: guess[5]"}
    started.answer = lambda body: whole(message, usage=usage)
    yield started
    started.close()

"""The parts of the client: the limit, rates, retries, servers, the cache."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.cli.main import cli
from agentgym.client import AdaptiveLimit, CallFailure, RateLimits, Retry, Servers
from agentgym.client.failures import refusal, retry_after
from agentgym.engine import Budget
from agentgym.engine.cache import CallCache, default_path
from agentgym.errors import DataError, OptionError
from agentgym.policy import Completion, Usage
from agentgym.trajectory import read
from tests.policies.servers import Server, whole


def test_the_limit_halves_once_a_round_and_grows_additively() -> None:
    async def main() -> None:
        limit = AdaptiveLimit(64, increase=1.0)
        entered = [await limit.acquire() for _ in range(64)]
        for number in entered[:32]:
            limit.release(number, congested=True)
        assert limit.limit == 32, "they were in flight together: one sign, not 32"
        for number in entered[32:]:
            limit.release(number, good=True)
        assert 32.9 < limit.limit < 33.1, "a round of good answers adds one"
        for _ in range(10):
            limit.release(await limit.acquire(), congested=True)
        assert (limit.limit, limit.lowest) == (1, 1), "never below one"
        for _ in range(5000):
            limit.release(await limit.acquire(), good=True)
        assert limit.limit == 64, "never above the most"
        assert limit.in_flight == 0

    asyncio.run(main())


def test_the_limit_is_kept_and_places_are_given_on_in_order() -> None:
    async def main() -> None:
        limit, order, most = AdaptiveLimit(3), [], 0

        async def work(number: int) -> None:
            nonlocal most
            entered = await limit.acquire()
            most = max(most, limit.in_flight)
            order.append(number)
            await asyncio.sleep(0.001)
            limit.release(entered, good=True)

        await asyncio.gather(*(work(n) for n in range(20)))
        assert most == 3 and order == list(range(20)) and limit.in_flight == 0

    asyncio.run(main())


def test_whoever_stops_waiting_loses_no_place() -> None:
    async def main() -> None:
        limit = AdaptiveLimit(1)
        entered = await limit.acquire()
        waiting = [asyncio.create_task(limit.acquire()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        limit.release(entered, good=True)  # The second is given the place, and cancelled before it takes it.
        waiting[1].cancel()
        assert await waiting[2] == 0
        assert limit.in_flight == 1 and len(limit) == 1

    asyncio.run(main())


def test_a_hold_lets_nothing_start() -> None:
    async def main() -> None:
        limit = AdaptiveLimit(8)
        limit.hold(0.1)
        limit.hold(0.05)
        clock = time.monotonic()
        await asyncio.gather(*(limit.acquire() for _ in range(3)))
        assert time.monotonic() - clock >= 0.099

    asyncio.run(main())


@pytest.mark.parametrize(("rates", "calls", "windows"), [((5, None), 12, 2), ((None, 100), 10, 2)])
def test_no_window_holds_more_than_the_rates_allow(rates: Any, calls: int, windows: int) -> None:
    async def main() -> None:
        limits = RateLimits(*rates, window=0.2)
        times: list[float] = []

        async def call() -> None:
            await limits.take(25)
            times.append(time.monotonic())

        await asyncio.gather(*(call() for _ in range(calls)))
        most = rates[0] or rates[1] // 25
        for start in times:
            assert sum(start <= t < start + 0.199 for t in times) <= most
        assert times[-1] - times[0] >= 0.2 * windows * 0.99

    asyncio.run(main())


def test_the_servers_count_replaces_the_estimate() -> None:
    async def main() -> None:
        limits = RateLimits(None, 100, window=30)
        for _ in range(6):
            limits.settle(await limits.take(50), 10)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await limits.take(50)

    asyncio.run(main())
    with pytest.raises(OptionError, match="rpm must be at least 1, got 0"):
        RateLimits(0)


def test_pauses_double_are_jittered_and_honour_the_server() -> None:
    retry, rng = Retry(backoff=1.0, backoff_most=8.0), random.Random(0)
    for attempt, most in ((1, 1), (2, 2), (3, 4), (4, 8), (9, 8)):
        pauses = [retry.pause(attempt, None, rng) for _ in range(200)]
        assert most / 2 <= min(pauses) < max(pauses) <= most
    assert retry.pause(1, 30.0, rng) >= 30.0
    with pytest.raises(OptionError, match="deadline must be positive"):
        Retry(deadline=0)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, b"{}", CallFailure.RATE),
        (429, b'{"error": {"code": "insufficient_quota"}}', CallFailure.QUOTA),
        (402, b"", CallFailure.QUOTA),
        (503, b"", CallFailure.OVERLOAD),
        (529, b'{"type": "error"}', CallFailure.OVERLOAD),
        (500, b"oops", CallFailure.SERVER),
        (401, b"", CallFailure.REFUSED),
        (422, b"\xff\xfe", CallFailure.REFUSED),
    ],
)
def test_failures_are_classified(status: int, body: bytes, kind: CallFailure) -> None:
    error = refusal(status, body, {}, "server")
    assert error.kind is kind  # type: ignore[union-attr]
    assert error.retryable == (kind not in (CallFailure.QUOTA, CallFailure.REFUSED))


def test_retry_after_is_read_in_all_its_forms() -> None:
    assert retry_after({"Retry-After": "2.5"}) == 2.5
    assert retry_after({"retry-after-ms": "250"}) == 0.25
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 100))
    assert 97 < (retry_after({"Retry-After": date}) or 0) <= 100
    assert retry_after({"Retry-After": "soon"}) is None and retry_after({}) is None


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


# ---- the cache --------------------------------------------------------------------------------------


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


def test_calls_are_cached_by_request_version_and_repetition(server: Server, tmp_path: Path) -> None:
    spec = f"openai:m?base_url={server.url}&temperature=1"

    def run(policy: str, cache: str, name: str, **options: Any) -> tuple[int, int, float | None]:
        before = len(server.bodies)
        played = agentgym.rollout(
            "Test/Guess-v0",
            policy,
            tasks=["test-9"],
            max_steps=3,
            out=tmp_path / name,
            cache=cache,
            **options,
        )
        answers = [s.completion for e in read(tmp_path / name) for s in e.steps]
        assert played.failed == 0
        return len(server.bodies) - before, sum(a.cached for a in answers), sum(a.cost or 0 for a in answers)

    assert run(spec, "read", "a") == (3, 0, 1.5), "nothing is kept yet"
    assert run(spec, "off", "b") == (3, 0, 1.5)
    assert run(spec, "write", "c") == (3, 0, 1.5)
    assert run(spec, "read", "d") == (0, 3, 0.0), "marked, and not paid for"
    assert run(spec, "off", "e") == (3, 0, 1.5)
    assert run(spec, "read", "f", repeats=2) == (3, 3, 1.5), "another repetition is another call"
    assert run(f"{spec}&version=step-2", "read", "g") == (3, 0, 1.5), "other weights are another call"
    assert run(spec.replace("temperature=1", "temperature=0"), "read", "h") == (3, 0, 1.5)
    budget = Budget(max_tokens=1)
    run(spec, "read", "i", observer=budget)
    assert (budget.tokens, budget.cost) == (0, 0.0)
    with pytest.raises(OptionError, match="cache must be one of off, read, write"):
        agentgym.rollout("Test/Guess-v0", "expert", cache="on")


def test_a_cached_answer_is_the_answer(tmp_path: Path) -> None:
    cache = CallCache(tmp_path / "calls.sqlite")
    answer = Completion(
        text="ä\ud7ff🫖",
        model="m",
        usage=Usage(prompt_tokens=1),
        prompt_ids=[1, 2],
        logprobs=[-0.5],
        cost=1.0,
    )
    cache.put(b"k", answer)
    cache.put(b"k", Completion(text="other"))
    kept = cache.get(b"k")
    assert kept is not None and kept.cached and kept.cost == 0.0
    assert (kept.text, kept.usage, kept.prompt_ids) == (answer.text, answer.usage, answer.prompt_ids)
    assert cache.get(b"none") is None and cache.size().answers == 1
    cache.close()


def test_pruning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CACHE", str(tmp_path))
    cache = CallCache()
    for number in range(30):
        cache.put(b"%d" % number, Completion(text="x" * 1000, model="a" if number % 3 else "b"))
    base = sqlite3.connect(default_path())
    base.execute("UPDATE calls SET made = made - 10 * 86400 WHERE model = 'b'")
    base.commit()
    base.close()
    cache.close()

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["cache", *arguments], catch_exceptions=False)

    assert "30 answers" in call().output and "20  a" in call("info").output
    assert "Say what to delete" in call("prune").output
    assert "Deleted 10 answers; 20 are left" in call("prune", "--days", "5").output
    assert "Deleted 0 answers" in call("prune", "--model", "c").output
    pruned = CallCache()
    half = pruned.size().bytes // 2
    assert pruned.prune(most_bytes=half) == 10 and pruned.size().bytes <= half
    pruned.close()
    assert "Removed" not in CliRunner().invoke(cli, ["clean"]).output or default_path().exists()
    assert "0 are left" in call("prune", "--all").output


def test_a_broken_cache_is_told(tmp_path: Path) -> None:
    (tmp_path / "calls.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(DataError, match="cannot be used as a cache of calls"):
        CallCache(tmp_path / "calls.sqlite")
    newer = sqlite3.connect(tmp_path / "newer.sqlite")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(DataError, match="another version of agentgym"):
        CallCache(tmp_path / "newer.sqlite")

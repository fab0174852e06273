"""The bound on calls in flight: kept, in order, shrinking and growing."""

from __future__ import annotations

import asyncio
import time

from agentgym.client import AdaptiveLimit


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

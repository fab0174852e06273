"""Requests and tokens per minute."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from agentgym.client import RateLimits
from agentgym.errors import OptionError


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

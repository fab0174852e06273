"""Requests and tokens per minute, for servers whose limits are known beforehand."""

from __future__ import annotations

import asyncio
from collections import deque

from agentgym.errors import OptionError

WINDOW = 60.0
"""Seconds over which the rates are counted."""


class Spent:
    """One call in the window: when it was made, and its tokens (an estimate until the answer is there)."""

    __slots__ = ("at", "tokens")

    def __init__(self, at: float, tokens: int) -> None:
        self.at = at
        self.tokens = tokens


class RateLimits:
    """Makes calls wait so that no window of a minute holds more than is allowed; first come, first served.

    Args:
        requests: requests per minute; ``None`` for no limit.
        tokens: prompt and completion tokens per minute. A call is counted by an estimate when it is made, and by
            the server's count once that is known. A call of more than ``tokens`` goes alone.
        window: seconds that are counted over.

    Raises:
        OptionError: a rate below 1.
    """

    def __init__(
        self, requests: int | None = None, tokens: int | None = None, *, window: float = WINDOW
    ) -> None:
        for name, value in (("rpm", requests), ("tpm", tokens)):
            if value is not None and value < 1:
                raise OptionError(f"{name} must be at least 1, got {value}.")
        self.requests = requests
        self.tokens = tokens
        self.window = window
        self._calls: deque[Spent] = deque()
        self._used = 0
        self._turn = asyncio.Lock()

    async def take(self, tokens: int) -> Spent:
        """Wait until a call of about ``tokens`` tokens fits; it is counted from now."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            while True:
                now = loop.time()
                self._forget(now)
                if not self._calls or self._fits(tokens):
                    call = Spent(now, tokens)
                    self._calls.append(call)
                    self._used += tokens
                    return call
                await asyncio.sleep(max(0.001, self._calls[0].at + self.window - now))

    def settle(self, call: Spent, tokens: int) -> None:
        """Replace the estimate of a call by the count."""
        if call in self._calls:
            self._used += tokens - call.tokens
            call.tokens = tokens

    def _fits(self, tokens: int) -> bool:
        if self.requests is not None and len(self._calls) >= self.requests:
            return False
        return self.tokens is None or self._used + tokens <= self.tokens

    def _forget(self, now: float) -> None:
        while self._calls and now - self._calls[0].at >= self.window:
            self._used -= self._calls.popleft().tokens

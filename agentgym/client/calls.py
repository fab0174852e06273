"""Making a call: a place, a server, an attempt, and again where that can help, until the deadline."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

from agentgym.client.failures import CallError, CallFailure
from agentgym.client.rate_limits import RateLimits
from agentgym.client.retry import Retry
from agentgym.client.servers import Server, Servers
from agentgym.errors import ContextLengthError

T = TypeVar("T")
Once = Callable[[Server], Awaitable[T]]


class Calls:
    """Makes calls to the servers of one model, for any number of tasks of one event loop.

    Args:
        servers: where to.
        retry: what is tried again.
        rates: requests and tokens per minute over all servers, if they are known.
    """

    def __init__(self, servers: Servers, retry: Retry, rates: RateLimits | None = None) -> None:
        self.servers = servers
        self.retry = retry
        self.rates = rates
        self.failures: Counter[CallFailure] = Counter()
        """Failed attempts so far, by class."""
        # Jitter spreads retries over time. It decides no outcome, so it has no seed.
        self._rng = random.Random()

    async def make(
        self,
        once: Once[T],
        *,
        affinity: str = "",
        tokens: int = 0,
        used: Callable[[T], int] | None = None,
    ) -> tuple[T, int]:
        """Make a call; return the answer and the number of attempts it took.

        Args:
            once: makes one attempt at a server; raises :class:`CallError` for what may be tried again.
            affinity: calls with the same text go to the same server where possible.
            tokens: about how many tokens the call takes, for the rate limit.
            used: the tokens that an answer took.

        Raises:
            CallError: no answer could be had; not retryable any more.
            ContextLengthError: the conversation does not fit the model.
        """
        # The wait for the first attempt is queueing, which is no failure: the deadline begins after it.
        server = self.servers.choose(affinity)
        entered = await server.limit.acquire()
        deadline = asyncio.get_running_loop().time() + self.retry.deadline
        error = await self._attempt(once, server, entered, tokens, used)
        if not isinstance(error, CallError):
            return error, 1
        failed: Counter[CallFailure] = Counter()
        try:
            async with asyncio.timeout_at(deadline):
                while True:
                    failed[error.kind] += 1
                    await self._recover(error, server, failed, deadline)
                    server = self.servers.choose(affinity, avoid=server if error.kind.elsewhere else None)
                    entered = await server.limit.acquire()
                    answer = await self._attempt(once, server, entered, tokens, used)
                    if not isinstance(answer, CallError):
                        return answer, failed.total() + 1
                    error = answer
        except TimeoutError:
            raise self._late(error, failed.total()) from error

    async def _attempt(
        self,
        once: Once[T],
        server: Server,
        entered: int,
        tokens: int,
        used: Callable[[T], int] | None,
    ) -> T | CallError:
        """Make one attempt; a failure is returned, and the place is given back whatever happens."""
        good = congested = False
        try:
            spent = await self.rates.take(tokens) if self.rates is not None else None
            answer = await once(server)
            if self.rates is not None and spent is not None and used is not None:
                self.rates.settle(spent, used(answer))
            good = True
        except ContextLengthError:
            good = True
            raise
        except CallError as error:
            congested = error.kind.congested
            asked = error.retry_after
            if asked is not None and congested and asked < self.retry.deadline:
                server.limit.hold(asked)  # Before the place is given on.
            return error
        finally:
            server.limit.release(entered, good=good, congested=congested)
            if good:
                server.answered()
        return answer

    async def _recover(
        self, error: CallError, server: Server, failed: Counter[CallFailure], deadline: float
    ) -> None:
        """Wait before the next attempt, or raise the error for good."""
        kind = error.kind
        self.failures[kind] += 1
        if kind.elsewhere:
            server.failed()
        if not error.retryable or failed[kind] >= self.retry.allowed(kind):
            raise self._final(error, failed.total())
        others = (s for s in self.servers.all if s is not server)
        if kind.elsewhere and any(not s.rest for s in others):
            return
        pause = self.retry.pause(failed[kind], error.retry_after, self._rng)
        if asyncio.get_running_loop().time() + pause >= deadline:
            raise self._late(error, failed.total()) from error
        await asyncio.sleep(pause)

    def _final(self, error: CallError, attempts: int) -> CallError:
        error.attempts, error.retryable = attempts, False
        if attempts > 1:
            error.args = (f"{error} (attempt {attempts}, the last)",)
        return error

    def _late(self, error: CallError, attempts: int) -> CallError:
        late = CallError(
            error.kind,
            f"{error} There was no answer by the deadline of {self.retry.deadline:g} s ({attempts} attempts).",
            attempts=attempts,
        )
        late.retryable = False
        return late

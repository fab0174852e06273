"""How many calls may be in flight at once: as many as the server bears (AIMD, as TCP does it)."""

from __future__ import annotations

import asyncio
from collections import deque


class AdaptiveLimit:
    """A bound on calls in flight that shrinks when the server pushes back and grows again when it does not.

    It begins at ``most``: a server that bears everything is never held back. A sign of congestion (429, 503, a
    timeout) halves the bound, once for all calls that were in flight together; every full round of answers adds
    ``increase``. :meth:`hold` lets nothing start for a while, which is how Retry-After is honoured.

    Belongs to one event loop while calls are in flight.

    Args:
        most: the bound that is never exceeded.
        least: the bound that is never undercut.
        decrease: factor at a sign of congestion.
        increase: calls more after as many good answers as the bound is wide.
    """

    def __init__(self, most: int, *, least: int = 1, decrease: float = 0.5, increase: float = 2.0) -> None:
        self.most = most
        self.least = least
        self.decrease = decrease
        self.increase = increase
        self.limit = float(most)
        self.in_flight = 0
        self.lowest = float(most)
        """The smallest bound there has been; says after a run how hard the server pushed back."""
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._round = 0
        self._held_until = 0.0

    def __len__(self) -> int:
        """Calls in flight and waiting."""
        return self.in_flight + len(self._waiting)

    async def acquire(self) -> int:
        """Wait for a place; return the round, which :meth:`release` takes back."""
        if self.in_flight < int(self.limit) and not self._waiting and not self.held:
            self.in_flight += 1
            return self._round
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # The place was given and is given on.
                self.in_flight -= 1
                self._admit()
            else:
                self._waiting.remove(place)
            raise
        return self._round

    def release(self, entered: int, *, good: bool = False, congested: bool = False) -> None:
        """Give a place back.

        Args:
            entered: what :meth:`acquire` returned.
            good: the server answered.
            congested: the server pushed back. Only the first such answer of a round counts: the others were sent
                before the bound shrank.
        """
        self.in_flight -= 1
        if congested and entered == self._round:
            self._round += 1
            self.limit = max(float(self.least), self.limit * self.decrease)
            self.lowest = min(self.lowest, self.limit)
        elif good and self.limit < self.most:
            self.limit = min(float(self.most), self.limit + self.increase / self.limit)
        self._admit()

    @property
    def held(self) -> bool:
        """Whether nothing may start for now."""
        return self._held_until > 0.0 and asyncio.get_running_loop().time() < self._held_until

    @property
    def held_seconds(self) -> float:
        """Seconds until something may start."""
        if self._held_until <= 0.0:
            return 0.0
        return max(0.0, self._held_until - asyncio.get_running_loop().time())

    def hold(self, seconds: float) -> None:
        """Let nothing start for ``seconds`` from now; a longer hold in force stays."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        if until > self._held_until:
            self._held_until = until
            loop.call_at(until, self._admit)

    def _admit(self) -> None:
        if not self._waiting or self.held:
            return
        while self._waiting and self.in_flight < int(self.limit):
            place = self._waiting.popleft()
            if not place.done():
                self.in_flight += 1
                place.set_result(None)

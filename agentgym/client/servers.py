"""Several servers as one: an episode stays with its server, load is shared, a dead one is passed over."""

from __future__ import annotations

import asyncio
import math
import zlib
from collections.abc import Sequence

from agentgym.client.adaptive_limit import AdaptiveLimit
from agentgym.errors import OptionError

COOL_DOWN = 0.5
"""Seconds for which a server is passed over after its first failure; doubles with every further one."""
COOL_DOWN_MOST = 30.0
SPREAD = 1.25
"""A server takes at most this many times its fair share; past it, calls go to the least loaded one."""


class Server:
    """One server: its address, its limit, and whether it can be trusted at the moment."""

    def __init__(self, url: str, most: int) -> None:
        self.url = url
        self.limit = AdaptiveLimit(most)
        self.failures = 0
        """Failures in a row."""
        self._down_until = 0.0

    @property
    def rest(self) -> float:
        """Seconds until it is to be used again, 0 if it may be now."""
        if not self._down_until:
            return self.limit.held_seconds
        return max(self._down_until - asyncio.get_running_loop().time(), self.limit.held_seconds, 0.0)

    def failed(self) -> None:
        """Pass the server over for a while, longer each time in a row."""
        self.failures += 1
        pause = min(COOL_DOWN_MOST, COOL_DOWN * 2.0 ** min(self.failures - 1, 10))
        self._down_until = asyncio.get_running_loop().time() + pause

    def answered(self) -> None:
        """The server is well."""
        self.failures = 0
        self._down_until = 0.0


class Servers:
    """The servers that serve one model.

    Calls of one episode go to the same server, so that its prefix cache serves them, as long as that server is
    up and has no more than its share (consistent hashing with bounded loads). Otherwise they go to the least
    loaded server that is up; if none is, to the one that is expected back first.

    Args:
        urls: addresses.
        most: calls in flight at each, at most.

    Raises:
        OptionError: no address, or one twice.
    """

    def __init__(self, urls: Sequence[str], most: int) -> None:
        if not urls or len(set(urls)) < len(urls):
            raise OptionError(f"Expected one or more different server addresses, got {list(urls)}.")
        if most < 1:
            raise OptionError(f"connections must be at least 1, got {most}.")
        self.all = [Server(url, most) for url in urls]

    def choose(self, affinity: str = "", *, avoid: Server | None = None) -> Server:
        """Return the server for a call.

        Args:
            affinity: calls with the same text go to the same server where possible; usually the episode's id.
            avoid: the server that has just failed this call.
        """
        if len(self.all) == 1:
            return self.all[0]
        able = [s for s in self.all if s is not avoid and not s.rest]
        if not able:
            return min(self.all, key=lambda s: (s.rest, s is avoid, len(s.limit)))
        if affinity:
            home = self.all[zlib.crc32(affinity.encode()) % len(self.all)]
            share = math.ceil(SPREAD * (sum(len(s.limit) for s in able) + 1) / len(able))
            if home in able and len(home.limit) < share:
                return home
        return min(able, key=lambda s: len(s.limit))

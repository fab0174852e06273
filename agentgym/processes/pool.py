"""Pools of long-lived helpers: what was given back is reset and lent again, what a process holds ends with it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

from agentgym.errors import AgentGymError

MOST_IDLE = 16
"""Helpers that wait at most; more are closed."""


class Helper(Protocol):
    """What a pool lends: a sandbox, say."""

    @property
    def alive(self) -> bool:
        """Whether it can be used."""

    @property
    def spec(self) -> Any:
        """What it was started for."""

    def reset(self) -> None:
        """Make it as if it were new."""

    def hang_up(self) -> None:
        """Let it end by itself, without waiting for it."""

    def close(self) -> None:
        """End it."""


class Closable(Protocol):
    """Something that is closed once."""

    def close(self) -> None:
        """Let go of everything."""


H = TypeVar("H", bound=Helper)
S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Closable)


class Pool(Generic[S, H]):
    """Helpers of one kind, by what they are started for; safe to use from several threads.

    Args:
        start: starts a helper for a spec.
        most_idle: helpers that wait at most, over all specs.
    """

    def __init__(self, start: Callable[[S], H], *, most_idle: int = MOST_IDLE) -> None:
        self._start = start
        self._most_idle = most_idle
        self._idle: dict[S, list[H]] = defaultdict(list)
        self._lock = threading.Lock()

    def acquire(self, spec: S) -> H:
        """Return a helper as good as new: one that waits, or a new one.

        Raises:
            AgentGymError: none can be started.
        """
        while True:
            with self._lock:
                waiting = self._idle[spec]
                helper = waiting.pop() if waiting else None
            if helper is None:
                return self._start(spec)
            if helper.alive:
                return helper
            with contextlib.suppress(AgentGymError):
                helper.close()  # It died while it waited; what it held on to goes as well.

    def release(self, helper: H) -> None:
        """Take a helper back: it is reset now and kept, or closed if that fails or enough are waiting."""
        with self._lock:
            full = sum(map(len, self._idle.values())) >= self._most_idle
        try:
            if full or not helper.alive:
                helper.close()
                return
            helper.reset()
        except AgentGymError:  # It is dead; whoever comes next gets another.
            with contextlib.suppress(AgentGymError):
                helper.close()
            return
        self._keep(helper)

    def warm(self, count: int, spec: S) -> None:
        """Start helpers ahead, several at a time, until ``count`` wait.

        Raises:
            AgentGymError: one cannot be started.
        """
        missing = min(count, self._most_idle) - len(self.waiting(spec))
        if missing > 0:
            with ThreadPoolExecutor(min(missing, 4)) as threads:
                started = [threads.submit(self._start, spec) for _ in range(missing)]
            for one in started:  # Those that could be started are kept, whatever became of the others.
                if one.exception() is None:
                    self._keep(one.result())
            for one in started:
                one.result()

    def waiting(self, spec: S) -> list[H]:
        """Return the helpers that wait for a spec."""
        with self._lock:
            return list(self._idle[spec])

    def close(self) -> None:
        """Close every helper that waits. Those that are lent are their borrowers'; the pool can be used again."""
        with self._lock:
            waiting = [helper for group in self._idle.values() for helper in group]
            self._idle.clear()
        for helper in waiting:  # All at once first.
            helper.hang_up()
        for helper in waiting:
            with contextlib.suppress(AgentGymError):
                helper.close()

    def _keep(self, helper: H) -> None:
        with self._lock:
            self._idle[helper.spec].append(helper)


class PerProcess(Generic[C]):
    """One of something in every process: made when it is first asked for, closed when the process ends.

    A forked child makes its own, as its parent's is its parent's. It is closed in workers of ``multiprocessing`` too,
    which run no ``atexit`` functions; a process that is killed closes nothing, so what must not survive that needs a
    guard of its own besides.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[], C]) -> None:
        self._make = make
        self._made: C | None = None
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)

    def get(self) -> C:
        """Return this process's."""
        with self._lock:
            made = self._made
            if made is None:
                from multiprocessing.util import Finalize

                made = self._made = self._make()
                Finalize(None, made.close, exitpriority=10)
            return made

    def _forget(self) -> None:
        self._made = None
        self._lock = threading.Lock()

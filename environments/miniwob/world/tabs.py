"""Tabs that wait for the next episode of their page, in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable

from agentgym.environments.miniwob.world.session import Session
from agentgym.processes.pool import PerProcess

MOST_WAITING = 16
"""Tabs that wait at most; of more, those that wait longest are closed. About 14 MB each."""
MOST_EPISODES = 500
"""Episodes after which a tab is closed, so that what its page piles up goes."""


class Tabs:
    """Sessions by driver and page; each is lent to one episode at a time.

    Args:
        start: opens one.
        most_waiting: how many wait at most.
        most_episodes: episodes that one is used for.
    """

    def __init__(
        self,
        start: Callable[[str, str], Session] = Session,
        *,
        most_waiting: int = MOST_WAITING,
        most_episodes: int = MOST_EPISODES,
    ) -> None:
        self._start = start
        self._most_waiting, self._most_episodes = most_waiting, most_episodes
        self._waiting: list[Session] = []
        self._lock = threading.Lock()

    def lend(self, driver: str, name: str) -> Session:
        """Return a session with a page: one that waits, or a new one.

        Raises:
            EnvironmentFailure: none can be opened.
        """
        while True:
            with self._lock:
                found = next((s for s in self._waiting if (s.driver, s.name) == (driver, name)), None)
                if found is not None:
                    self._waiting.remove(found)
            if found is None:
                return self._start(driver, name)
            if found.well:
                return found
            found.close()

    def give_back(self, session: Session, *, well: bool = True) -> None:
        """Take a session back; it is closed if it is not ``well``, or was used for long."""
        if not well or session.episodes >= self._most_episodes:
            session.close()
            return
        with self._lock:
            self._waiting.append(session)
            gone, self._waiting = self._waiting[: -self._most_waiting], self._waiting[-self._most_waiting :]
        for one in gone:
            one.close()

    def close(self) -> None:
        """Close all that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for session in waiting:
            session.close()


TABS = PerProcess(Tabs)
"""Those of this process."""

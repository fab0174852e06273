"""Ending what takes too long, from another thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Watch:
    """Calls a function if it was armed and not disarmed in time; a thread that looks a few times a second.

    (A timer for each statement would cost a thread for each.)
    """

    _interval = 0.2

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self._deadline = float("inf")
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def arm(self, seconds: float) -> None:
        """Call the function in so many seconds."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True, name="database-watch")
            self._thread.start()
        self._deadline = time.monotonic() + seconds

    def disarm(self) -> None:
        """Take the call back."""
        self._deadline = float("inf")

    def close(self) -> None:
        """End the thread, a moment later."""
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(self._interval):
            if time.monotonic() > self._deadline:
                self.disarm()
                self._action()

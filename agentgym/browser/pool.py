"""One browser in a process, shared by all of its episodes: re-used while it is well, replaced when it is not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agentgym.browser.interface import DRIVERS, Browser, BrowserGone, Driver, Page
from agentgym.errors import unknown_name
from agentgym.processes.pool import PerProcess

MOST_MEMORY = 3 << 30
"""Bytes of its own that a browser may have grown to; a bigger one takes no more pages and ends with its last."""
_LOOK_EVERY = 64
"""Pages opened between two looks at the memory, which cost some milliseconds each."""


def open_browser(driver: str = "devtools") -> Browser:
    """Start a browser of its own; whoever starts it closes it. :func:`open_page` shares one.

    Args:
        driver: ``devtools`` or ``selenium``.

    Raises:
        UnknownNameError: another driver.
        BrowserMissing: the browser, or what drives it, is not installed.
        BrowserGone: it did not start.
    """
    if driver == "devtools":
        from agentgym.browser.devtools.browser import DevtoolsBrowser

        return DevtoolsBrowser()
    if driver == "selenium":
        from agentgym.browser.webdriver.browser import SeleniumBrowser

        return SeleniumBrowser()
    raise unknown_name("driver", driver, DRIVERS)


def open_page(driver: str = "devtools", **options: Any) -> Page:
    """Open a page in this process's browser; see :meth:`Browser.open` for the options and what is raised.

    A browser that hangs or is gone is replaced first.
    """
    return BROWSERS.get().open(driver, **options)


class SharedBrowsers:
    """The browsers of a process, one a driver, and those that are on their way out.

    Args:
        start: starts one for a driver.
        most_memory: bytes of its own above which a browser takes no more pages.
        look_every: pages opened between two looks at the memory.
    """

    def __init__(
        self,
        start: Callable[[str], Browser] = open_browser,
        *,
        most_memory: int = MOST_MEMORY,
        look_every: int = _LOOK_EVERY,
    ) -> None:
        self._start = start
        self._most_memory, self._look_every = most_memory, look_every
        self._current: dict[str, Browser] = {}
        self._leaving: list[Browser] = []
        self._opened = 0
        self._lock = threading.Lock()

    def get(self, driver: Driver | str = "devtools") -> Browser:
        """Return the browser of a driver; one that has ended is replaced."""
        with self._lock:
            browser = self._current.get(driver)
            if browser is not None and browser.ended:
                browser.close()
                browser = None
            if browser is None:
                browser = self._current[driver] = self._start(driver)
            return browser

    def open(self, driver: Driver | str = "devtools", **options: Any) -> Page:
        """Open a page; see :func:`open_page`."""
        self._look(driver)
        browser = self.get(driver)
        try:
            return browser.open(**options)
        except BrowserGone:
            if browser.alive:
                raise
            self._drop(driver, browser)
        return self.get(driver).open(**options)

    def close(self) -> None:
        """End all browsers; the pages of others that are open end with them."""
        with self._lock:
            browsers = [*self._current.values(), *self._leaving]
            self._current, self._leaving = {}, []
        for browser in browsers:
            browser.close()

    def _drop(self, driver: str, browser: Browser) -> None:
        with self._lock:
            if self._current.get(driver) is browser:
                del self._current[driver]
        browser.close()

    def _look(self, driver: str) -> None:
        """Now and then: a browser that has grown takes no more pages, one that has no more pages ends."""
        with self._lock:
            self._opened += 1
            if self._opened % self._look_every:
                return
            browser = self._current.get(driver)
            if browser is not None and memory_of(browser.pids) > self._most_memory:
                self._leaving.append(self._current.pop(driver))
            empty = [b for b in self._leaving if not b.contexts]
            self._leaving = [b for b in self._leaving if b.contexts]
        for browser in empty:
            browser.close()


def memory_of(pids: list[int]) -> int:
    """Return the bytes that processes hold and share with no file; needs ``/proc``, else 0."""
    total = 0
    for pid in pids:
        try:
            _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
        except OSError:
            continue  # It has ended.
        total += int(resident) - int(shared)
    return total * os.sysconf("SC_PAGESIZE")


BROWSERS = PerProcess(SharedBrowsers)
"""This process's browsers."""

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


def open_browser(driver: str = "devtools", *, still: bool = False) -> Browser:
    """Start a browser of its own; whoever starts it closes it. :func:`open_page` shares one.

    Args:
        driver: ``devtools`` or ``selenium``.
        still: its pages draw a frame only when :meth:`Page.draw` tells them, which costs less and lets nothing happen
            in between; a ``selenium`` page, and one of a Chromium that cannot do it, draws by itself.

    Raises:
        UnknownNameError: another driver.
        BrowserMissing: the browser, or what drives it, is not installed.
        BrowserGone: it did not start.
    """
    if driver == "devtools":
        from agentgym.browser.devtools.browser import DevtoolsBrowser

        return DevtoolsBrowser(still=still)
    if driver == "selenium":
        from agentgym.browser.webdriver.browser import SeleniumBrowser

        return SeleniumBrowser()
    raise unknown_name("driver", driver, DRIVERS)


def open_page(driver: str = "devtools", *, still: bool = False, **options: Any) -> Page:
    """Open a page in this process's browser; see :func:`open_browser` and :meth:`Browser.open` for the options and what
    is raised.

    A browser that hangs or is gone is replaced first.
    """
    return BROWSERS.get().open(driver, still=still, **options)


class SharedBrowsers:
    """The browsers of a process, one a kind (driver, and whether it is still), and those that are on their way out.

    Args:
        start: starts one of a kind.
        most_memory: bytes of its own above which a browser takes no more pages.
        look_every: pages opened between two looks at the memory.
    """

    def __init__(
        self,
        start: Callable[[str, bool], Browser] = lambda driver, still: open_browser(driver, still=still),
        *,
        most_memory: int = MOST_MEMORY,
        look_every: int = _LOOK_EVERY,
    ) -> None:
        self._start = start
        self._most_memory, self._look_every = most_memory, look_every
        self._current: dict[tuple[str, bool], Browser] = {}
        self._leaving: list[Browser] = []
        self._opened = 0
        self._lock = threading.Lock()

    def get(self, driver: Driver | str = "devtools", *, still: bool = False) -> Browser:
        """Return the browser of a kind; one that has ended is replaced."""
        kind = (driver, still)
        with self._lock:
            browser = self._current.get(kind)
            if browser is not None and browser.ended:
                browser.close()
                browser = None
            if browser is None:
                browser = self._current[kind] = self._start(*kind)
            return browser

    def open(self, driver: Driver | str = "devtools", *, still: bool = False, **options: Any) -> Page:
        """Open a page; see :func:`open_page`."""
        self._look((driver, still))
        browser = self.get(driver, still=still)
        try:
            return browser.open(**options)
        except BrowserGone:
            if browser.alive:
                raise
            self._drop((driver, still), browser)
        return self.get(driver, still=still).open(**options)

    def close(self) -> None:
        """End all browsers; the pages of others that are open end with them."""
        with self._lock:
            browsers = [*self._current.values(), *self._leaving]
            self._current, self._leaving = {}, []
        for browser in browsers:
            browser.close()

    def _drop(self, kind: tuple[str, bool], browser: Browser) -> None:
        with self._lock:
            if self._current.get(kind) is browser:
                del self._current[kind]
        browser.close()

    def _look(self, kind: tuple[str, bool]) -> None:
        """Now and then: a browser that has grown takes no more pages, one that has no more pages ends."""
        with self._lock:
            self._opened += 1
            if self._opened % self._look_every:
                return
            browser = self._current.get(kind)
            if browser is not None and memory_of(browser.pids) > self._most_memory:
                self._leaving.append(self._current.pop(kind))
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

"""Selenium behind the interface: each context is a Chromium of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from agentgym.browser import flags
from agentgym.browser.chromium import BrowserMissing, Chromium, driver_path
from agentgym.browser.interface import PATIENCE, Browser, BrowserGone, Page, Site
from agentgym.browser.webdriver.page import SeleniumPage, Window
from agentgym.browser.webdriver.proxy import SiteProxy
from agentgym.install import hint


class SeleniumBrowser(Browser):
    """The Chromiums that selenium drives here.

    Args:
        patience: seconds without an answer after which a page hangs.

    Raises:
        BrowserMissing: selenium, chromedriver or the browser is not installed.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        try:
            import selenium  # noqa: F401
        except ImportError as error:
            raise BrowserMissing(
                f"This driver needs selenium, which is not installed: {hint('browser')}."
            ) from error
        driver_path()
        self._patience = patience
        self._windows: list[Window] = []
        self._ended = False

    def open(
        self,
        *,
        site: Site | None = None,
        hosts: Sequence[str] = (),
        size: tuple[int, int] = (1280, 720),
        timezone: str = "UTC",
        locale: str = "en-US",
        settle: bool = True,
        script: str = "",
        shown: tuple[int, int] | None = None,
    ) -> Page:
        if self._ended:
            raise BrowserGone("The browser was closed.")
        proxy = SiteProxy(site) if site is not None else None
        reached = tuple(hosts) if site is not None else (*flags.LOOPBACK, *hosts)
        try:
            chromium = Chromium(
                hosts=("localhost", *(host.rpartition(":")[0] or host for host in hosts)),
                more=(
                    *flags.STEADY,
                    f"--proxy-server={proxy.address if proxy else flags.NOWHERE}",
                    f"--proxy-bypass-list={flags.reached(reached)}",
                ),
                env={**flags.ENVIRONMENT, "TZ": timezone},
            )
        except BaseException:
            if proxy is not None:
                proxy.close()
            raise
        window = Window(
            chromium, proxy, size=size, locale=locale, settle=settle, script=script, shown=shown,
            patience=self._patience,
        )  # fmt: skip
        self._windows = [w for w in self._windows if not w.ended] + [window]
        return SeleniumPage(window, chromium.driver.current_window_handle)

    @property
    def alive(self) -> bool:
        return not self._ended

    @property
    def ended(self) -> bool:
        return self._ended

    @property
    def contexts(self) -> int:
        return sum(not w.ended for w in self._windows)

    @property
    def pids(self) -> list[int]:
        return [pid for w in self._windows if not w.ended for pid in w.chromium.pids]

    def close(self) -> None:
        self._ended = True
        for window in self._windows:
            with contextlib.suppress(BrowserGone):
                window.end()

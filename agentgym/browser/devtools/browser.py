"""A Chromium over the DevTools pipe."""

from __future__ import annotations

from collections.abc import Sequence

from agentgym.browser.devtools.connection import Connection
from agentgym.browser.devtools.context import Context
from agentgym.browser.devtools.page import DevtoolsPage
from agentgym.browser.interface import PATIENCE, Browser, BrowserGone, Page, Site


class DevtoolsBrowser(Browser):
    """A guarded Chromium of its own: ``chromium-headless-shell`` where there is one, else ``chromium``.

    Args:
        patience: seconds without an answer after which a page, or the browser, hangs.
        still: its pages draw a frame only when :meth:`Page.draw` tells them; only ``chromium-headless-shell`` can do
            that, the pages of others draw by themselves.

    Raises:
        BrowserMissing: there is no Chromium.
        BrowserGone: it did not start.
    """

    def __init__(self, patience: float = PATIENCE, *, still: bool = False) -> None:
        self._connection = Connection(patience, still=still)

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
        context = Context(
            self._connection, DevtoolsPage, site=site, hosts=hosts, size=size, timezone=timezone, locale=locale,
            settle=settle, script=script, shown=shown,
        )  # fmt: skip
        try:
            return DevtoolsPage.open(context)
        except BaseException:
            context.end()
            raise

    @property
    def alive(self) -> bool:
        if self._connection.ended:
            return False
        try:
            self._connection.ask("Browser.getVersion", patience=min(10.0, self._connection.patience))
        except BrowserGone:
            return False
        return True

    @property
    def ended(self) -> bool:
        return self._connection.ended

    @property
    def contexts(self) -> int:
        return self._connection.contexts

    @property
    def pids(self) -> list[int]:
        return self._connection.pids

    def close(self) -> None:
        self._connection.close()

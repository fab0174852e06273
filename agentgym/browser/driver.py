"""Selenium's service of a driver that runs already; imported only where selenium is installed."""

from __future__ import annotations

from selenium.webdriver import ChromeService


class RunningDriver(ChromeService):
    """A driver that somebody else has started, and ends.

    Args:
        path: its program, so that selenium does not look for one.
        port: where it listens.
    """

    def __init__(self, path: str, port: int) -> None:
        super().__init__(path, port=port)

    def start(self) -> None:
        """Nothing to do: it runs."""

    def stop(self) -> None:
        """Nothing to do: whoever started it ends it."""

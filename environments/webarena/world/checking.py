"""What evaluators see of a browser: a tab for a page, scripts of configurations as functions."""

from __future__ import annotations

import contextlib
from typing import Any

from agentgym.browser.interface import Page, PageError

_CONTENT = """() => {
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  return kind + document.documentElement.outerHTML;
}"""


class CheckedTab:
    """A tab as evaluators see it.

    Args:
        page: the tab.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def url(self) -> str:
        """The address that is open."""
        return self.page.url

    def goto(self, url: str) -> None:
        """Open an address; the browser's own page says where that cannot be done."""
        with contextlib.suppress(PageError):
            self.page.goto(url)

    def content(self) -> str:
        """Return the page's HTML."""
        return str(self.page.evaluate(_CONTENT))

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression.

        Raises:
            PageError: it raised.
        """
        return self.page.evaluate(f"() => {expression}")

"""WebShop in Chromium: the same visit, through real pages, a real search field and real clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentgym.browser import Chromium
from agentgym.browser.site import SiteServer
from agentgym.environments.webshop.site.app import ShopSite, Visits
from agentgym.environments.webshop.world.pages import joined
from agentgym.environments.webshop.world.session import Session
from agentgym.errors import EnvironmentFailure

if TYPE_CHECKING:
    from selenium.webdriver.remote.webelement import WebElement

# Pieces carry their place in the text observation, since a shop's layout has an order of its own.
_PIECES = """
return Array.from(document.querySelectorAll('[data-piece]'))
  .sort((a, b) => Number(a.dataset.piece) - Number(b.dataset.piece)).map(e => e.textContent)
"""
_CLICKABLES = """
const all = Array.from(document.querySelectorAll('[data-click]'));
return all.map(e => [e.dataset.click, e.dataset.kind, Number(e.dataset.piece)])
"""
# Of what is called alike any will do: the session decides what it means.
_FIND = """
return Array.from(document.querySelectorAll('[data-click]')).find(e => e.dataset.click === arguments[0]) || null
"""


class ShopBrowser:
    """A browser in the shop, for one environment; visits follow one another in it."""

    def __init__(self) -> None:
        self._visits = Visits()
        self._server = SiteServer(ShopSite(self._visits))
        try:
            self._chromium = Chromium()
        except BaseException:
            self._server.close()
            raise
        self.driver = self._chromium.driver
        self._name = ""
        self._closed = False

    def begin(self, session: Session) -> None:
        """Open the shop's door."""
        self._visits.leave(self._name)
        self._name = self._visits.enter(session)
        self.driver.get(f"{self._server.url}/visit/{self._name}")

    def perform(self, kind: str, argument: str) -> bool:
        """Search (``kind`` ``search``) or click; what the page does not have does nothing and gives False.

        Line breaks of keywords become spaces: a search field holds one line.
        """
        if kind == "search":
            field = self.driver.find_elements("id", "keywords")
            if not field:
                return False
            # Typed by script: the driver's keyboard knows no characters beyond the basic plane.
            self.driver.execute_script(
                "arguments[0].value = arguments[1]", field[0], " ".join(argument.split("\n"))
            )
            self._press(self.driver.find_element("id", "search-button"))
            return True
        if argument == "search":
            return False
        found = self.driver.execute_script(_FIND, argument)
        if found is not None:
            self._press(found)
        return found is not None

    def text(self) -> str:
        """Return the text observation, read off the page."""
        return joined(self.driver.execute_script(_PIECES))

    def html(self) -> str:
        """Return the page's source as the browser has it."""
        return self.driver.page_source

    def clickables(self) -> list[str]:
        """Return what can be clicked, read off the page: buttons, links, then options."""
        found = self.driver.execute_script(_CLICKABLES)
        order = {"button": 0, "product": 1, "option": 2}
        found.sort(key=lambda entry: (order[entry[1]], entry[2]))
        return list(dict.fromkeys(value for value, _, _ in found))

    def screenshot(self) -> bytes:
        """Return the window as PNG."""
        return self.driver.get_screenshot_as_png()

    def close(self) -> None:
        """Close browser and server."""
        if not self._closed:
            self._closed = True
            self._chromium.close()
            self._server.close()

    def _press(self, element: WebElement) -> None:
        from selenium.common.exceptions import TimeoutException
        from selenium.webdriver.support.ui import WebDriverWait

        turn = self._turn()
        element.click()
        try:
            WebDriverWait(self.driver, 30, poll_frequency=0.005).until(
                lambda _: self._turn() not in (turn, None)
            )
        except TimeoutException as error:
            raise EnvironmentFailure("The shop's page did not change within 30 s of a click.") from error

    def _turn(self) -> str | None:
        """Return the page's number, or ``None`` while it is loading."""
        turn: str | None = self.driver.execute_script(
            "return document.readyState === 'complete' && document.body ? document.body.dataset.turn : null"
        )
        return turn

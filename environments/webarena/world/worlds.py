"""Which sites an environment plays on, and how an episode begins there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from agentgym.browser.interface import Page, SiteRequest, SiteResponse
from agentgym.browser.pool import open_page
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import Exchange
from agentgym.environments.webarena.world.session import WINDOW
from agentgym.errors import EnvironmentFailure


class World(ABC):
    """The sites of an environment."""

    @abstractmethod
    def begin(self, config: Config, driver: str, page: Page | None) -> Page:
        """Begin an episode: the sites as they are at its beginning, and a tab that shows nothing yet.

        Args:
            config: the task.
            driver: the browser's driver.
            page: the tab of the episode before, which may be used again.
        """

    @abstractmethod
    def address(self, site: str) -> str:
        """Return the address of a site, without a slash at its end."""

    @abstractmethod
    def get(self, site: str, path: str) -> Any:
        """Return the JSON of a site's own interface, asked with an administrator's rights.

        Raises:
            EnvironmentFailure: it does not answer with JSON.
        """

    @abstractmethod
    def exchanges(self) -> list[Exchange]:
        """Return the requests of the episode that were answered."""

    @abstractmethod
    def close(self) -> None:
        """Forget the episode."""

    def placed(self, text: str) -> str:
        """Return a text with the addresses of the sites in the place of ``__SHOPPING__`` and the like."""
        for site in NAMES:
            name = f"__{site.upper()}__"
            if name in text:
                text = text.replace(name, self.address(site))
        return text

    def filled(self, config: Config) -> Config:
        """Return a task with the addresses in the place of their names."""
        raw = msgspec.json.encode(config).decode()
        return msgspec.json.decode(self.placed(raw), type=Config) if "__" in raw else config


NAMES = ("shopping_admin", "shopping", "reddit", "gitlab", "wikipedia", "map", "homepage")


class EmbeddedWorld(World):
    """The embedded sites, in this process: requests are answered where they are seen, and the database is a copy."""

    def __init__(self) -> None:
        from agentgym.environments.webarena.site.hosting import Hosting

        self.hosting = Hosting()

    def begin(self, config: Config, driver: str, page: Page | None) -> Page:
        """Copy the databases, log in, and use the tab again if it is well."""
        self.hosting.begin()
        if page is not None and not page.closed:
            return page
        return open_page(driver, site=self.answer, size=WINDOW)

    def answer(self, request: SiteRequest) -> SiteResponse | None:
        """Answer a request of the browser; any other host is refused."""
        answer = self.hosting.answer(request.method, request.url, request.headers, request.body)
        return None if answer is None else SiteResponse(answer.status, answer.headers, answer.body)

    def address(self, site: str) -> str:
        """Return the address of an embedded site."""
        from agentgym.environments.webarena.site.hosting import address

        return address(site)

    def get(self, site: str, path: str) -> Any:
        """Ask the site's own interface."""
        row = self.hosting.databases["shop"].execute("select username, password from staff order by id").fetchone()
        account = msgspec.json.encode({"username": row["username"], "password": row["password"]})
        token = self._ask(site, "POST", "/rest/default/V1/integration/admin/token", {}, account)
        return self._ask(site, "GET", path, {"authorization": f"Bearer {token}"})

    def exchanges(self) -> list[Exchange]:
        """Return the requests of the episode that were answered."""
        return self.hosting.exchanges

    def close(self) -> None:
        """Forget the episode."""
        self.hosting.close()

    def _ask(self, site: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Any:
        answer = self.hosting.ask(site, method, f"{self.address(site)}{path}", headers, body)
        try:
            if answer.status != 200:
                raise ValueError(f"status {answer.status}")
            return msgspec.json.decode(answer.body)
        except ValueError as error:
            raise EnvironmentFailure(f"{site} does not answer {method} {path[:80]} with JSON: {error}.") from None


def open_world(data: Path | None, sites: Mapping[str, str] | str | None, cookies: Path | None) -> World:
    """Return the embedded sites for the embedded tasks, the real ones for the official tasks.

    Raises:
        OptionError: the addresses cannot be read.
    """
    if data is None and sites is None:
        return EmbeddedWorld()
    from agentgym.environments.webarena.official.real import RealWorld

    return RealWorld(sites, cookies)

"""The embedded sites as the world of an environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from agentgym.browser.interface import Page, SiteRequest, SiteResponse
from agentgym.browser.pool import open_page
from agentgym.environments.webarena.site.hosting import Hosting, address
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import Exchange
from agentgym.environments.webarena.world.session import WINDOW
from agentgym.environments.webarena.world.worlds import World
from agentgym.errors import EnvironmentFailure


class EmbeddedWorld(World):
    """The embedded sites, in this process: requests are answered where they are seen, and the database is a copy."""

    def __init__(self, folder: Path) -> None:
        self.hosting = Hosting(folder)

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
        return address(site)

    def get(self, site: str, path: str) -> Any:
        """Ask the site's own interface."""
        row = (
            self.hosting.databases["shop"]
            .execute("select username, password from staff order by id")
            .fetchone()
        )
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
            raise EnvironmentFailure(
                f"{site} does not answer {method} {path[:80]} with JSON: {error}."
            ) from None

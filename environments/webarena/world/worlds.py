"""Which sites an environment plays on, and how an episode begins there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import msgspec

from agentgym.browser.interface import Page
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import Exchange

NAMES = ("shopping_admin", "shopping", "reddit", "gitlab", "wikipedia", "map", "homepage")
"""The sites, as configurations call them."""


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

"""Real sites: the official tasks are played there, logged in by stored cookies."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from agentgym.browser.interface import Page, SiteRequest, SiteResponse
from agentgym.browser.pool import open_page
from agentgym.environments.webarena.official import addresses, logins
from agentgym.environments.webarena.world.config import Config
from agentgym.environments.webarena.world.evaluators.base import Exchange
from agentgym.environments.webarena.world.session import WINDOW
from agentgym.environments.webarena.world.worlds import NAMES, World
from agentgym.errors import DataError, EnvironmentFailure

SECONDS = 60.0
"""A site that does not answer for so long has failed."""
_DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "accept-encoding"}


class RealWorld(World):
    """Sites that somebody runs.

    The browser loads them itself. Where requests are part of the verdict (WebArena-Verified), or where each needs
    further headers (``PW_EXTRA_HEADERS``, a JSON file as the original reads it), they are made here for the browser.

    Args:
        sites: addresses; see :func:`.addresses.given`.
        cookies: a folder with stored log-ins.
    """

    def __init__(self, sites: Mapping[str, str] | str | None, cookies: Path | None) -> None:
        self._given = addresses.given(sites)
        self._cookies = cookies
        self._made: list[Exchange] = []
        self._headers = _extra_headers()

    def begin(self, config: Config, driver: str, page: Page | None) -> Page:
        """Open a fresh context with the log-ins of the task's sites."""
        if page is not None:
            page.end()
        self._made = []
        hosts = {urlsplit(self.address(site)).netloc for site in {*config.sites, *self._named(config)}}
        forwarded = config.rules == "verified" or bool(self._headers)
        self._hosts = hosts
        opened = open_page(
            driver,
            site=self.forward if forwarded else None,
            hosts=() if forwarded else sorted(hosts),
            size=WINDOW,
        )
        if self._cookies is not None:
            opened.set_cookies(logins.stored(self._cookies, config.sites))
        return opened

    def address(self, site: str) -> str:
        """Return the address of a site."""
        return addresses.address(site, self._given)

    def get(self, site: str, path: str) -> Any:
        """Ask the site's own interface, with the token of the administrator's account of the log-ins."""
        account = logins.account(self._cookies, "shopping_admin")
        body = msgspec.json.encode({"username": account.username, "password": account.password})
        kind = {"content-type": "application/json"}
        token = self._json(site, "POST", "/rest/default/V1/integration/admin/token", kind, body)
        return self._json(site, "GET", path, {**kind, "authorization": f"Bearer {token}"})

    def exchanges(self) -> list[Exchange]:
        """Return the requests that were made for the browser."""
        return self._made

    def close(self) -> None:
        """Nothing is kept."""

    def forward(self, request: SiteRequest) -> SiteResponse | None:
        """Make a request for the browser; other hosts than the task's are refused."""
        if urlsplit(request.url).netloc not in self._hosts:
            return None
        status, headers, body = fetch(
            request.method, request.url, {**request.headers, **self._headers}, request.body
        )
        self._made.append(
            Exchange(
                request.method, request.url, dict(request.headers), request.body, status, dict(headers), body
            )
        )
        return SiteResponse(status, headers, body)

    def _json(self, site: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Any:
        status, _, content = fetch(method, f"{self.address(site)}{path}", {**headers, **self._headers}, body)
        try:
            if status != 200:
                raise ValueError(f"status {status}")
            return msgspec.json.decode(content)
        except ValueError as error:
            raise EnvironmentFailure(
                f"{site} does not answer {method} {path[:80]} with JSON: {error}."
            ) from None

    @staticmethod
    def _named(config: Config) -> set[str]:
        raw = msgspec.json.encode(config).decode()
        return {site for site in NAMES if f"__{site.upper()}__" in raw}


def fetch(
    method: str, url: str, headers: Mapping[str, str], body: bytes = b""
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Make one HTTP request; redirects are returned, not followed.

    Raises:
        EnvironmentFailure: the site cannot be reached.
    """
    parts = urlsplit(url)
    kept = {name: value for name, value in headers.items() if name.lower() not in _DROPPED}
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.netloc, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body or None, kept)
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise EnvironmentFailure(
            f"{parts.scheme}://{parts.netloc} does not answer: {error!r:.120}."
        ) from None
    finally:
        connection.close()
    return answer.status, [(k, v) for k, v in answer.getheaders() if k.lower() not in _DROPPED], content


def _extra_headers() -> dict[str, str]:
    path = os.environ.get("PW_EXTRA_HEADERS")
    if not path:
        return {}
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"PW_EXTRA_HEADERS names {path}, which is no JSON file of headers: {error}."
        ) from None

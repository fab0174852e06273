"""The sites of one episode: which address is whose, what they answered, and the cookies of the browser."""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.types import WSGIApplication, WSGIEnvironment

from agentgym.environments.webarena.site.store import DATA, Databases
from agentgym.environments.webarena.site.web import ADDRESSES, COOKIE, DATABASE
from agentgym.environments.webarena.world.evaluators.base import Exchange
from agentgym.errors import unknown_name


class Embedded(NamedTuple):
    """An embedded site: its host, its database, where its application is, and what it is for."""

    host: str
    database: str
    application: str
    title: str
    path: str = ""


_SITE = "agentgym.environments.webarena.site"
SITES: dict[str, Embedded] = {
    "shopping": Embedded("shop.test", "shop", f"{_SITE}.shop:SHOP", "Meadow Market, a shop"),
    "shopping_admin": Embedded(
        "admin.test", "shop", f"{_SITE}.admin:ADMIN", "The shop's administration", "/admin"
    ),
    "reddit": Embedded("forum.test", "forum", f"{_SITE}.forum:FORUM", "Clearing, a forum"),
    "gitlab": Embedded("code.test", "code", f"{_SITE}.code:CODE", "Ledgerhub, a repository host"),
    "wikipedia": Embedded("wiki.test", "blank", f"{_SITE}.wiki:WIKI", "An encyclopedia"),
    "map": Embedded("map.test", "map", f"{_SITE}.map:MAP", "Wayfare, a map"),
    "homepage": Embedded("home.test", "blank", f"{_SITE}.home:HOME", "The page that lists the sites"),
}
LOGGED_IN = ("shopping", "shopping_admin", "reddit", "gitlab")
"""Sites where an episode begins logged in, as in the original; each database holds that visit."""


def token_of(site: str) -> str:
    """Return the cookie of the visit that is logged in from the beginning."""
    return f"{site}-begun"


def address(site: str) -> str:
    """Return the address of an embedded site, without a slash at its end."""
    found = SITES.get(site)
    if found is None:
        raise unknown_name("site", site, SITES)
    return f"http://{found.host}{found.path}"


def application(site: str) -> WSGIApplication:
    """Return the application of a site."""
    module, _, name = SITES[site].application.partition(":")
    found: WSGIApplication = getattr(importlib.import_module(module), name)
    return found


class Answer(NamedTuple):
    """What a site answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Hosting:
    """Answers the requests of one episode; any other host is refused.

    Cookies are kept here: requests are seen before the browser puts its cookies on them.
    """

    def __init__(self, folder: Path = DATA) -> None:
        self.databases = Databases(folder)
        self.exchanges: list[Exchange] = []
        self._cookies: dict[str, dict[str, str]] = {}
        self._hosts = {site.host: name for name, site in SITES.items()}

    def begin(self) -> None:
        """Begin an episode: nothing was changed, nothing was asked, accounts are logged in."""
        self.databases.close()
        self.exchanges.clear()
        self._cookies = {SITES[name].host: {COOKIE: token_of(name)} for name in LOGGED_IN}

    def close(self) -> None:
        """Forget the episode."""
        self.databases.close()

    def answer(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        """Answer a request of the browser; ``None`` refuses it."""
        host = urlsplit(url).hostname or ""
        site = self._hosts.get(host)
        if site is None or urlsplit(url).path == "/favicon.ico":
            return None
        answer = self.ask(site, method, url, headers, body)
        self.exchanges.append(
            Exchange(method, url, dict(headers), body, answer.status, dict(answer.headers), answer.body)
        )
        return answer

    def ask(self, site: str, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Call the application of a site, with the cookies of its host."""
        jar = self._cookies.setdefault(SITES[site].host, {})
        environ = environment(method, url, headers, body, jar)
        environ[DATABASE] = self.databases[SITES[site].database]
        environ[ADDRESSES] = {name: address(name) for name in SITES}
        began: dict[str, Any] = {}

        def start(status: str, answered: list[tuple[str, str]], error: object = None) -> Any:
            began["status"], began["headers"] = int(status.split()[0]), answered
            return lambda written: None

        content = b"".join(application(site)(environ, start))
        for name, value in began["headers"]:
            if name.lower() == "set-cookie":
                key, _, text = value.partition(";")[0].partition("=")
                jar[key.strip()] = text.strip()
        kept = [(name, value) for name, value in began["headers"] if name.lower() != "set-cookie"]
        return Answer(began["status"], kept, content)


def environment(
    method: str, url: str, headers: Mapping[str, str], body: bytes, cookies: Mapping[str, str]
) -> WSGIEnvironment:
    """Return the WSGI environment of a request."""
    parts = urlsplit(url)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        # WSGI's paths are bytes written as Latin-1.
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["HTTP_HOST"] = parts.netloc
    if cookies:
        environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return environ

"""The sites for a person: ``agentgym play webarena --browser``, each behind a port of its own."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import click

from agentgym import registry
from agentgym.browser.site import SiteServer, forever
from agentgym.environments.webarena.site.hosting import LOGGED_IN, SITES, application, token_of
from agentgym.environments.webarena.site.store import DATA, Databases
from agentgym.environments.webarena.site.web import ADDRESSES, COOKIE, DATABASE


class Served:
    """The sites of one person: one database each, a request at a time.

    A visitor without a cookie is the account of the tasks, as the agent is.
    """

    def __init__(self, folder: Path = DATA) -> None:
        self.databases = Databases(folder)
        self.addresses: dict[str, str] = {}
        self._lock = threading.Lock()

    def application(self, site: str) -> WSGIApplication:
        """Return the application of a site over these databases."""
        inner = application(site)

        def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            environ[ADDRESSES] = self.addresses
            if site in LOGGED_IN and f"{COOKIE}=" not in environ.get("HTTP_COOKIE", ""):
                environ["HTTP_COOKIE"] = f"{COOKIE}={token_of(site)}"
            with self._lock:
                environ[DATABASE] = self.databases[SITES[site].database]
                return [b"".join(inner(environ, start_response))]

        return served


def serve(task: str | None, arguments: dict[str, Any], *, port: int = 0, open_page: bool = True) -> None:
    """Serve the sites until Ctrl-C, and open the one that the task begins on.

    Args:
        task: id of an embedded task; without it the page that lists the sites is opened.
        arguments: those of the environment.
        port: of the first site; 0 takes free ones.
        open_page: open the page, besides printing its address.
    """
    env: Any = registry.make("webarena", arguments).unwrapped
    served = Served(env.data or DATA)
    config = env.tasks[task].data if task else None
    first = config.sites[0] if config else "homepage"
    order = [first, *(name for name in SITES if name != first)]
    servers = {name: SiteServer(served.application(name), port if name == first else 0) for name in order}
    try:
        served.addresses = {name: f"{server.url}{SITES[name].path}" for name, server in servers.items()}
        for name, url in served.addresses.items():
            click.echo(f"{SITES[name].title}: {url}/")
        if config:
            click.echo(f"Task {task}: {config.intent}")
        click.echo("Close with Ctrl-C.")
        if open_page:
            webbrowser.open(f"{served.addresses[first]}/")
        forever()
    except KeyboardInterrupt:
        click.echo("Closed.")
    finally:
        for server in servers.values():
            server.close()

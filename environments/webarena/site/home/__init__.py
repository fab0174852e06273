"""The page that lists the sites."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import ADDRESSES, Site, Visit

HOME = Site("homepage", Path(__file__).parent, accounts="visit", login="/")
_ABOUT = {
    "shopping": "Meadow Market: a shop for house and garden",
    "shopping_admin": "The administration of Meadow Market",
    "reddit": "Clearing: a forum",
    "gitlab": "Ledgerhub: a host of repositories",
    "wikipedia": "Encyclopedia: articles on many things",
    "map": "Wayfare: a map",
}


@HOME.page("/")
def home(visit: Visit) -> Response:
    """Show the list."""
    found: dict[str, str] = visit.request.environ[ADDRESSES]
    sites = [(text, f"{found[name]}/") for name, text in _ABOUT.items() if name in found]
    return HOME.render(visit, "home.html", title="Homepage", sites=sites)

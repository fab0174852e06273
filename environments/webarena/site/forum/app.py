"""The forum as a WSGI application: its parts register their pages here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.environments.webarena.site.forum import accounts, forums, submissions
from agentgym.environments.webarena.site.web import Site, Visit

FORUM = Site("reddit", Path(__file__).parent, accounts="account", login="/login")


def _context(visit: Visit) -> dict[str, Any]:
    return {"query": visit.arg("q")}


FORUM.context = _context
for part in (accounts, forums, submissions):
    part.register(FORUM)

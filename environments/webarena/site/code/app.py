"""The repository host as a WSGI application: its parts register their pages here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.environments.webarena.site.code import accounts, issues, merges, projects
from agentgym.environments.webarena.site.web import Site, Visit

CODE = Site("gitlab", Path(__file__).parent, accounts="account", login="/users/sign_in")


def _context(visit: Visit) -> dict[str, Any]:
    return {"query": visit.arg("search")}


CODE.context = _context
# Pages of people and projects have paths of any name: what has a name of its own is registered first.
for part in (accounts, projects, issues, merges):
    part.register(CODE)

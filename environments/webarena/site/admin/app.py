"""The administration as a WSGI application: its parts register their pages here."""

from __future__ import annotations

from pathlib import Path

from agentgym.environments.webarena.site.admin import catalogue, content, orders, people, reports
from agentgym.environments.webarena.site.web import Site

ADMIN = Site("shopping_admin", Path(__file__).parent, accounts="staff", login="/admin/auth/login/")
for part in (reports, orders, catalogue, people, content):
    part.register(ADMIN)

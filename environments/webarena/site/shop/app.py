"""The shop as a WSGI application: its parts register their pages here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agentgym.environments.webarena.site.shop import account, catalogue, checkout, interface
from agentgym.environments.webarena.site.web import Site, Visit

SHOP = Site("shopping", Path(__file__).parent, accounts="customer", login="/customer/account/login/")


def _context(visit: Visit) -> dict[str, Any]:
    count = 0
    if visit.user is not None:
        count = visit.value("select sum(qty) from cart where customer = ?", visit.user["id"]) or 0
    return {
        "categories": visit.all("select * from category order by id"),
        "in_cart": count,
        "query": visit.arg("q"),
    }


SHOP.context = _context
for part in (catalogue, account, checkout, interface):
    part.register(SHOP)

"""The part of the shop's REST interface that evaluators ask, with an administrator's token."""

from __future__ import annotations

import hashlib

import msgspec
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.web import Site, Visit


def token_of(username: str, password: str) -> str:
    """Return the token of an administrator's account."""
    return hashlib.sha256(f"{username}\n{password}".encode()).hexdigest()[:32]


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), content_type="application/json")


def _administrator(visit: Visit) -> None:
    given = visit.request.headers.get("Authorization", "").removeprefix("Bearer ")
    rows = visit.all("select username, password from staff")
    if given not in {token_of(row["username"], row["password"]) for row in rows}:
        raise Unauthorized("The consumer isn't authorized to access this resource.")


def register(site: Site) -> None:
    """Add the paths."""

    @site.page("/rest/default/V1/integration/admin/token", methods=("POST",))
    def token(visit: Visit) -> Response:
        try:
            given = msgspec.json.decode(visit.request.get_data(), type=dict[str, str])
            name, password = given["username"], given["password"]
        except (msgspec.DecodeError, KeyError):
            raise Unauthorized("A username and a password are needed.") from None
        if visit.one("select 1 from staff where username = ? and password = ?", name, password) is None:
            raise Unauthorized("The account sign-in was incorrect.")
        return _json(token_of(name, password))

    @site.page("/rest/V1/orders")
    def orders(visit: Visit) -> Response:
        _administrator(visit)
        rows = visit.all("select id, date, status, total from orders order by date desc, id desc limit 10")
        items = [
            {"increment_id": f"{row['id']:09d}", "created_at": row["date"], "status": row["status"].lower(),
             "grand_total": row["total"]}
            for row in rows
        ]  # fmt: skip
        return _json({"items": items})

    @site.page("/rest/V1/products/<sku>/reviews")
    def reviews(visit: Visit, sku: str) -> Response:
        _administrator(visit)
        rows = visit.all(
            "select r.* from review r join product p on p.id = r.product where p.sku = ? order by r.id", sku
        )
        found = [
            {"title": row["title"], "detail": row["text"], "nickname": row["nickname"], "created_at": row["date"],
             "ratings": [{"rating_name": "Rating", "percent": 20 * row["stars"], "value": row["stars"]}]}
            for row in rows
        ]  # fmt: skip
        return _json(found)

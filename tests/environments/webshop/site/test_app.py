"""The site's pages and forms, called as WSGI has it."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

pytest.importorskip("jinja2", reason="jinja2 is not installed; extra webshop")
from agentgym.browser.site import loopback_only
from agentgym.environments.webshop.site.app import FORM_BYTES, ShopSite, Visits
from agentgym.environments.webshop.world.session import Session
from tests.environments.webshop.world.test_session import visit


class Client:
    """Asks a site, as a browser would."""

    def __init__(self, site: ShopSite) -> None:
        self.app = validator(loopback_only(site))

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **environ: Any
    ) -> tuple[int, dict[str, str], str]:
        body = urlencode(form or {}).encode()
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        } | environ
        setup_testing_defaults(environ)
        answer = self.app(environ, lambda status, headers, *_: told.extend((status, headers)))
        try:
            text = b"".join(answer).decode()
        finally:
            answer.close()  # type: ignore[attr-defined]
        return int(told[0].split()[0]), dict(told[1]), text


@pytest.fixture
def shop() -> tuple[Client, Session, str]:
    """A site with one visit, and the visit's address."""
    visits, session = Visits(), visit()
    return Client(ShopSite(visits)), session, f"/visit/{visits.enter(session)}"


def test_forms_lead_back_to_the_page(shop: tuple[Client, Session, str]) -> None:
    client, session, address = shop
    status, headers, page = client.ask("GET", address)
    assert (status, headers["Cache-Control"]) == (200, "no-store") and session.goal.instruction.split(",")[
        0
    ] in page
    assert "default-src 'none'" in headers["Content-Security-Policy"] and 'data-turn="0"' in page
    status, headers, _ = client.ask("POST", f"{address}/search", {"keywords": "Rain Jacket"})
    assert (status, headers["Location"], session.keywords) == (303, address, "rain jacket")
    asin = session.clickables()[2]
    client.ask("POST", f"{address}/click", {"value": asin.upper()})
    assert session.where == "item"
    _, _, page = client.ask("GET", address)
    assert 'data-turn="2"' in page and 'data-click="buy now"' in page
    client.ask("POST", f"{address}/click", {"value": "Buy Now"})
    assert session.outcome is not None and "Thank you for shopping" in client.ask("GET", address)[2]


def test_every_piece_of_text_is_on_the_page(shop: tuple[Client, Session, str]) -> None:
    client, session, address = shop
    session.search("rain jacket")
    pages = [client.ask("GET", address)[2]]
    session.click(session.clickables()[2])
    pages.append(client.ask("GET", address)[2])
    for where in ("description", "features", "reviews"):
        session.click(where)
        pages.append(client.ask("GET", address)[2])
        assert pages[-1].count("data-piece=") == len(session.nodes())
        session.click("< prev")
    assert pages[1].count("data-piece=") == len(session.nodes())


def test_html_in_a_query_is_text(shop: tuple[Client, Session, str]) -> None:
    client, _, address = shop
    client.ask("POST", f"{address}/search", {"keywords": "<script>alert(1)</script> zürich 🫖"})
    page = client.ask("GET", address)[2]
    assert "<script>" not in page and "&lt;script&gt;" in page and "zürich 🫖" in page


def test_what_is_not_there(shop: tuple[Client, Session, str]) -> None:
    client, session, address = shop
    unknown = ["GET /", "GET /visit/x", "GET /visit/x/click", "GET /static/app.py", "GET /nothing"]
    unknown += [f"GET {address}/search", f"GET {address}/click/x", f"POST {address}", f"POST {address}/leave"]
    for method, path in (request.split() for request in unknown):
        assert client.ask(method, path)[0] == 404, (method, path)
    assert session.where == "index"
    status, headers, style = client.ask("GET", "/static/shop.css")
    assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8") and "--accent" in style


def test_a_form_may_not_be_huge(shop: tuple[Client, Session, str]) -> None:
    client, session, address = shop
    assert client.ask("POST", f"{address}/search", {"keywords": "x" * FORM_BYTES})[0] == 413
    assert session.where == "index"


def test_other_hosts_are_turned_away(shop: tuple[Client, Session, str]) -> None:
    client, _, address = shop
    assert client.ask("GET", "/visit/x", HTTP_HOST="shop.example:80")[0] == 403
    assert client.ask("GET", "/visit/x", HTTP_HOST="127.0.0.1:80")[0] == 404
    assert client.ask("GET", address, HTTP_HOST="localhost")[0] == 200


def test_a_shop_for_people() -> None:
    ended: list[Session] = []
    begun = [visit(), visit()]
    visits = Visits()
    client = Client(ShopSite(visits, iter(begun).__next__, ended.append))
    addresses = [client.ask("GET", "/")[1]["Location"] for _ in begun]
    for address, session in zip(addresses, begun, strict=True):
        client.ask("POST", f"{address}/search", {"keywords": "rain jacket"})
        client.ask("POST", f"{address}/click", {"value": session.clickables()[2]})
        assert session not in ended
        client.ask("POST", f"{address}/click", {"value": "buy now"})
        client.ask("POST", f"{address}/click", {"value": "buy now"})
    assert ended == begun
    assert "Next customer" in client.ask("GET", addresses[0])[2]
    visits.leave(addresses[0].rsplit("/", 1)[-1])
    assert client.ask("GET", addresses[0])[0] == 404

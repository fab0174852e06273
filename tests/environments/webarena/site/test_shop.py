from __future__ import annotations

import msgspec
import pytest

from agentgym.environments.webarena.authoring.shop import CUSTOMER, STAFF
from agentgym.environments.webarena.site.hosting import address
from tests.environments.webarena.site.client import Client


@pytest.fixture
def shop() -> Client:
    return Client("shopping")


def test_the_customer_is_logged_in_from_the_beginning(shop: Client) -> None:
    assert "Welcome, Nora Lindqvist!" in shop.get("/")
    assert "18 Ivy Court" in shop.get("/customer/account/")


def test_logging_out_and_in(shop: Client) -> None:
    shop.get("/customer/account/logout/")
    assert "Customer Login" in shop.get("/sales/order/history/")
    assert "sign-in was incorrect" in shop.post("/customer/account/login/", email=CUSTOMER[0], password="x")
    assert "My Account" in shop.post("/customer/account/login/", email=CUSTOMER[0], password=CUSTOMER[1])


def test_a_log_in_leads_back_but_only_to_this_site(shop: Client) -> None:
    shop.get("/customer/account/logout/")
    shop.post("/customer/account/login/?next=%2Fwishlist%2F", email=CUSTOMER[0], password=CUSTOMER[1])
    assert shop.url == "/wishlist/"
    shop.post("/customer/account/login/?next=%2F%2Fevil.test%2F", email=CUSTOMER[0], password=CUSTOMER[1])
    assert shop.url == "/"


def test_search_category_and_order(shop: Client) -> None:
    found = shop.get("/catalogsearch/result/?q=chess+set&product_list_order=price")
    assert "Chess Set" in found
    assert "returned no results" in shop.get("/catalogsearch/result/?q=100%25")
    assert "Items 1-12 of" in shop.get("/audio.html")
    assert "Items 13-24 of" in shop.get("/audio.html?p=2")


def test_cart_and_checkout(shop: Client) -> None:
    db = shop.hosting.databases["shop"]
    product = db.execute("select * from product where qty > 0").fetchone()
    assert "You added" in shop.post(f"/checkout/cart/add/{product['id']}/", qty=2)
    assert "quantity greater than 0" in shop.post(f"/checkout/cart/add/{product['id']}/", qty="x")
    assert product["name"].partition("&")[0] in shop.get("/checkout/cart/")
    before = db.execute("select max(id) from orders").fetchone()[0]
    fields = {"street": "1 A St", "city": "B", "region": "C", "zip": "9", "method": "bestway"}
    assert "Thank you" in shop.post("/checkout/", **fields)
    order = db.execute("select * from orders where id = ?", (before + 1,)).fetchone()
    assert (order["total"], order["street"]) == (round(2 * product["price"] + 15, 2), "1 A St")
    assert "no items in your shopping cart" in shop.get("/checkout/cart/")


def test_other_customers_orders_are_not_shown(shop: Client) -> None:
    other = shop.hosting.databases["shop"].execute("select id from orders where customer != 1").fetchone()[0]
    shop.get(f"/sales/order/view/order_id/{other}/")
    assert shop.status == 404


def test_what_is_written_is_escaped(shop: Client) -> None:
    shop.post(
        "/customer/address/edit/", street="<script>x</script>", city="b", region="c", zip="d", phone="e"
    )
    page = shop.get("/customer/account/")
    assert "&lt;script&gt;" in page and "<script>x" not in page


def test_the_interface_wants_an_administrator(shop: Client) -> None:
    shop.get("/rest/V1/orders")
    assert shop.status == 401
    body = msgspec.json.encode({"username": STAFF[0], "password": STAFF[1]})
    token = shop.hosting.ask(
        "shopping", "POST", f"{address('shopping')}/rest/default/V1/integration/admin/token", {}, body
    )
    head = {"authorization": f"Bearer {msgspec.json.decode(token.body)}"}
    found = shop.hosting.ask("shopping", "GET", f"{address('shopping')}/rest/V1/orders", head)
    assert msgspec.json.decode(found.body)["items"][0]["increment_id"] == "000000260"

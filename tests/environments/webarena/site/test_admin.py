from __future__ import annotations

import pytest

from agentgym.environments.webarena.authoring.shop import STAFF
from tests.environments.webarena.site.client import Client


@pytest.fixture
def admin() -> Client:
    client = Client("shopping_admin")
    # Paths below are from the root of the host: the address of this site has a path of its own.
    return client


def test_the_log_in_is_asked_for(admin: Client) -> None:
    assert "Lifetime Sales" in admin.get("/")
    admin.log_out()
    assert "Sign in" in admin.get("/sales/order/")
    assert "sign-in was incorrect" in admin.post("/auth/login/", username=STAFF[0], login="x")
    assert "Lifetime Sales" in admin.post("/auth/login/", username=STAFF[0], login=STAFF[1])


def test_grids_filter_and_page(admin: Client) -> None:
    assert "260 records found" in admin.get("/sales/order/")
    found = admin.get("/sales/order/?status=Canceled&least=50")
    assert "records found" in found and "260 records" not in found
    assert "1 records found" in admin.get("/customer/index/?email=nora.lindqvist")
    assert "0 records found" in admin.get("/catalog/product/?name=%25%25")


def test_orders_change_only_as_they_may(admin: Client) -> None:
    db = admin.hosting.databases["shop"]
    open_, done = (
        db.execute("select id from orders where status = ?", (status,)).fetchone()[0]
        for status in ("Pending", "Complete")
    )
    assert "You canceled the order" in admin.post(f"/sales/order/cancel/order_id/{open_}/")
    assert "cannot be changed" in admin.post(f"/sales/order/cancel/order_id/{done}/")
    assert "needs a carrier" in admin.post(
        f"/admin/order_shipment/new/order_id/{open_}/", carrier="DHL", tracking="7"
    )
    assert "Customer Notified" in admin.post(
        f"/sales/order/addComment/order_id/{done}/", comment="x", notify="on"
    )


def test_a_change_here_is_seen_in_the_shop(admin: Client) -> None:
    row = admin.hosting.databases["shop"].execute("select * from product").fetchone()
    fields = {
        "product[name]": row["name"], "product[price]": "7.77", "product[quantity_and_stock_status][qty]": "0",
        "product[status]": "1", "product[description]": "new",
    }  # fmt: skip
    assert "You saved the product" in admin.post(f"/catalog/product/edit/id/{row['id']}/", **fields)
    bad = {**fields, "product[price]": "free"}
    assert "needs a name, a price" in admin.post(f"/catalog/product/edit/id/{row['id']}/", **bad)
    admin.site = "shopping"
    assert "$7.77" in admin.get(f"/{row['slug']}.html")


def test_reviews_rules_and_pages(admin: Client) -> None:
    db = admin.hosting.databases["shop"]
    number = db.execute("select id from review where status = 'Pending'").fetchone()[0]
    admin.post(f"/review/product/edit/id/{number}/", status="Approved", what="save")
    assert db.execute("select status from review where id = ?", (number,)).fetchone()[0] == "Approved"
    admin.post(f"/review/product/edit/id/{number}/", what="delete")
    admin.get(f"/review/product/edit/id/{number}/")
    assert admin.status == 404
    rule = {
        "name": "R",
        "simple_action": "Fixed amount",
        "discount_amount": "3",
        "coupon_code": "C",
        "is_active": "on",
    }
    assert "You saved the rule" in admin.post("/sales_rule/promo_quote/new/", **rule)
    assert "You saved the page" in admin.post("/cms/page/edit/page_id/2/", title="T", content="c")
    assert "2025-01" in admin.get("/reports/report_sales/sales/")
    assert "Order Quantity" in admin.get("/reports/report_sales/bestsellers/?from=2025-01-01&to=2025-02-01")

"""Products and reviews."""

from __future__ import annotations

import re

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.admin.grid import Filter, grid
from agentgym.environments.webarena.site.web import Site, Visit, money

STATUSES = ("Approved", "Pending", "Not Approved")
_PRICE = re.compile(r"\d{1,7}(\.\d{1,2})?")
_WHOLE = re.compile(r"\d{1,6}")
REVIEWS = "select * from (select r.*, p.name product_name from review r join product p on p.id = r.product)"


def register(site: Site) -> None:
    """Add the pages."""

    @site.page("/admin/catalog/product/", user=True)
    def products(visit: Visit) -> Response:
        columns = [
            ("ID", lambda r: r["id"]), ("Name", lambda r: r["name"]), ("SKU", lambda r: r["sku"]),
            ("Price", lambda r: money(r["price"])), ("Quantity", lambda r: r["qty"]),
            ("Status", lambda r: "Enabled" if r["enabled"] else "Disabled"),
        ]  # fmt: skip
        filters = [
            Filter("name", "Name", "name like ? escape '\\'", contains=True),
            Filter("sku", "SKU", "sku like ? escape '\\'", contains=True),
            Filter("most", "Quantity to", "qty <= cast(? as integer)"),
        ]
        link = "/admin/catalog/product/edit/id/{}/".format
        return grid(
            site, visit, "Products", "select * from product", columns, lambda r: link(r["id"]), filters
        )

    @site.page("/admin/catalog/product/edit/id/<int:number>/", methods=("GET", "POST"), user=True)
    def product(visit: Visit, number: int) -> Response:
        found = visit.found("select * from product where id = ?", number)
        if visit.request.method == "POST":
            name, price = visit.field("product[name]"), visit.field("product[price]")
            pieces, text = (
                visit.field("product[quantity_and_stock_status][qty]"),
                visit.field("product[description]"),
            )
            if not name or not _PRICE.fullmatch(price) or not _WHOLE.fullmatch(pieces):
                visit.note("A product needs a name, a price and a quantity.")
                return visit.go(visit.request.path)
            enabled = int(visit.field("product[status]") == "1")
            visit.run(
                "update product set name = ?, price = ?, qty = ?, enabled = ?, description = ? where id = ?",
                name, float(price), int(pieces), enabled, text, number,
            )  # fmt: skip
            visit.note("You saved the product.")
            return visit.go(visit.request.path)
        return site.render(visit, "product.html", title=found["name"], product=found)

    @site.page("/admin/review/product/", user=True)
    def reviews(visit: Visit) -> Response:
        columns = [
            ("ID", lambda r: r["id"]), ("Created", lambda r: r["date"]), ("Status", lambda r: r["status"]),
            ("Title", lambda r: r["title"]), ("Nickname", lambda r: r["nickname"]),
            ("Rating", lambda r: f"{20 * r['stars']}%"), ("Product", lambda r: r["product_name"]),
        ]  # fmt: skip
        filters = [
            Filter("status", "Status", "status = ?", STATUSES),
            Filter("nickname", "Nickname", "nickname like ? escape '\\'", contains=True),
            Filter("product", "Product", "product_name like ? escape '\\'", contains=True),
        ]
        link = "/admin/review/product/edit/id/{}/".format
        return grid(
            site,
            visit,
            "Reviews",
            REVIEWS,
            columns,
            lambda r: link(r["id"]),
            filters,
            order="date desc, id desc",
        )

    @site.page("/admin/review/product/edit/id/<int:number>/", methods=("GET", "POST"), user=True)
    def review(visit: Visit, number: int) -> Response:
        found = visit.found(f"{REVIEWS} where id = ?", number)
        if visit.request.method == "POST":
            if visit.field("what") == "delete":
                visit.run("delete from review where id = ?", number)
                visit.note("The review has been deleted.")
                return visit.go("/admin/review/product/")
            if visit.field("status") in STATUSES:
                visit.run("update review set status = ? where id = ?", visit.field("status"), number)
                visit.note("You saved the review.")
            return visit.go("/admin/review/product/")
        return site.render(visit, "review.html", title="Edit Review", review=found, statuses=STATUSES)

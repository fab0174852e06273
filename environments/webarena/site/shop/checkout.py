"""Cart and checkout."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.shop.account import ADDRESS, number_of
from agentgym.environments.webarena.site.shop.catalogue import TODAY
from agentgym.environments.webarena.site.web import Row, Site, Visit

METHODS = {"flatrate": ("Flat Rate", 5.0), "bestway": ("Best Way", 15.0)}
MOST = 100
"""Pieces of one product in a cart at most."""


def _cart(visit: Visit) -> list[Row]:
    return visit.all(
        "select c.id line, c.qty pieces, p.* from cart c join product p on p.id = c.product "
        "where c.customer = ? order by c.id",
        number_of(visit),
    )


def _quantity(text: str) -> int:
    return min(MOST, int(text)) if text.isdecimal() and len(text) < 6 else 0


def register(site: Site) -> None:
    """Add the pages."""

    @site.page("/checkout/cart/", user=True)
    def cart(visit: Visit) -> Response:
        lines = _cart(visit)
        subtotal = sum(line["price"] * line["pieces"] for line in lines)
        return site.render(visit, "cart.html", title="Shopping Cart", lines=lines, subtotal=subtotal)

    @site.page("/checkout/cart/add/<int:number>/", methods=("POST",), user=True)
    def add(visit: Visit, number: int) -> Response:
        found = visit.found("select * from product where id = ? and enabled = 1", number)
        pieces = _quantity(visit.field("qty", "1"))
        if not pieces:
            visit.note("Please enter a quantity greater than 0.")
        elif not found["qty"]:
            visit.note("This product is out of stock.")
        else:
            me = number_of(visit)
            line = visit.one("select id, qty from cart where customer = ? and product = ?", me, number)
            if line is None:
                visit.run("insert into cart(customer, product, qty) values (?, ?, ?)", me, number, pieces)
            else:
                visit.run("update cart set qty = ? where id = ?", min(MOST, line["qty"] + pieces), line["id"])
            visit.note(f"You added {found['name']} to your shopping cart.")
        return visit.go(f"/{found['slug']}.html")

    @site.page("/checkout/cart/update/<int:number>/", methods=("POST",), user=True)
    def update(visit: Visit, number: int) -> Response:
        pieces = _quantity(visit.field("qty"))
        if pieces:
            visit.run(
                "update cart set qty = ? where id = ? and customer = ?", pieces, number, number_of(visit)
            )
        return visit.go("/checkout/cart/")

    @site.page("/checkout/cart/delete/<int:number>/", methods=("POST",), user=True)
    def delete(visit: Visit, number: int) -> Response:
        visit.run("delete from cart where id = ? and customer = ?", number, number_of(visit))
        return visit.go("/checkout/cart/")

    @site.page("/checkout/", methods=("GET", "POST"), user=True)
    def checkout(visit: Visit) -> Response:
        lines, me = _cart(visit), number_of(visit)
        if not lines:
            return visit.go("/checkout/cart/")
        if visit.request.method == "POST":
            chosen = METHODS.get(visit.field("method"))
            values = [visit.field(name) for name, _ in ADDRESS[:4]]
            if chosen is None or not all(values):
                visit.note("An address and a shipping method are needed.")
                return visit.go("/checkout/")
            subtotal = round(sum(line["price"] * line["pieces"] for line in lines), 2)
            number = visit.run(
                "insert into orders(customer, date, status, subtotal, shipping, total, method, street, city, region, "
                "zip, carrier, tracking) values (?, ?, 'Pending', ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
                me, TODAY, subtotal, chosen[1], round(subtotal + chosen[1], 2), chosen[0], *values,
            )  # fmt: skip
            for line in lines:
                visit.run(
                    "insert into item values (?, ?, ?, ?, ?, ?)",
                    number, line["id"], line["name"], line["sku"], line["price"], line["pieces"],
                )  # fmt: skip
            visit.run("delete from cart where customer = ?", me)
            return visit.go(f"/checkout/onepage/success/{number}/")
        address = visit.found("select * from address where customer = ?", me)
        subtotal = sum(line["price"] * line["pieces"] for line in lines)
        return site.render(
            visit, "checkout.html", title="Checkout", lines=lines, subtotal=subtotal, address=address,
            fields=ADDRESS[:4], methods=METHODS,
        )  # fmt: skip

    @site.page("/checkout/onepage/success/<int:number>/", user=True)
    def success(visit: Visit, number: int) -> Response:
        visit.found("select 1 from orders where id = ? and customer = ?", number, number_of(visit))
        return site.render(visit, "success.html", title="Thank you for your purchase!", number=number)

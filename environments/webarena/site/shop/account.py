"""The customer's account: log-in, orders, address, newsletter, wish list."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site import login
from agentgym.environments.webarena.site.login import Field, LogIn
from agentgym.environments.webarena.site.web import Pages, Site, Visit

LOG_IN = LogIn(
    title="Customer Login", user=Field("Email", "email", {"type": "email"}), secret=Field("Password", "password"),
    button="Sign In", refused="The account sign-in was incorrect.", home="/customer/account/",
    out="/customer/account/logout/", left="/",
    statement="select id from customer where email = :user and password = :secret",
)  # fmt: skip

ADDRESS = (
    ("street", "Street Address"), ("city", "City"), ("region", "State/Province"), ("zip", "Zip/Postal Code"),
    ("phone", "Phone Number"),
)  # fmt: skip


def number_of(visit: Visit) -> int:
    """Return the number of the customer who is logged in."""
    if visit.user is None:
        raise AssertionError("the page is for customers who are logged in")
    return int(visit.user["id"])


def register(site: Site) -> None:
    """Add the pages."""

    login.register(site, LOG_IN)

    @site.page("/customer/account/", user=True)
    def account(visit: Visit) -> Response:
        me = number_of(visit)
        return site.render(
            visit,
            "account.html",
            title="My Account",
            address=visit.found("select * from address where customer = ?", me),
            orders=visit.all("select * from orders where customer = ? order by id desc limit 5", me),
        )

    @site.page("/customer/address/edit/", methods=("GET", "POST"), user=True)
    def address(visit: Visit) -> Response:
        me = number_of(visit)
        if visit.request.method == "POST":
            values = [visit.field(name) for name, _ in ADDRESS]
            if all(values):
                visit.run(
                    "update address set street = ?, city = ?, region = ?, zip = ?, phone = ? where customer = ?",
                    *values, me,
                )  # fmt: skip
                visit.note("You saved the address.")
                return visit.go("/customer/account/")
            visit.note("Every field of an address is needed.")
            return visit.go("/customer/address/edit/")
        found = visit.found("select * from address where customer = ?", me)
        return site.render(visit, "address.html", title="Edit Address", address=found, fields=ADDRESS)

    @site.page("/customer/account/edit/", methods=("GET", "POST"), user=True)
    def edit(visit: Visit) -> Response:
        if visit.request.method == "POST":
            first, last, mail = (visit.field(n) for n in ("firstname", "lastname", "email"))
            taken = visit.one("select 1 from customer where email = ? and id != ?", mail, number_of(visit))
            if first and last and "@" in mail and taken is None:
                visit.run(
                    "update customer set first = ?, last = ?, email = ? where id = ?",
                    first,
                    last,
                    mail,
                    number_of(visit),
                )
                visit.note("You saved the account information.")
                return visit.go("/customer/account/")
            visit.note("The account information could not be saved.")
            return visit.go("/customer/account/edit/")
        return site.render(visit, "edit.html", title="Edit Account Information")

    @site.page("/newsletter/manage/", methods=("GET", "POST"), user=True)
    def newsletter(visit: Visit) -> Response:
        if visit.request.method == "POST":
            wanted = int("is_subscribed" in visit.request.form)
            visit.run("update customer set newsletter = ? where id = ?", wanted, number_of(visit))
            visit.note("We have saved your subscription." if wanted else "We have removed your subscription.")
            return visit.go("/customer/account/")
        return site.render(visit, "newsletter.html", title="Newsletter Subscription")

    @site.page("/sales/order/history/", user=True)
    def history(visit: Visit) -> Response:
        statement = "select * from orders where customer = ? order by date desc, id desc"
        pages = Pages(visit, statement, [number_of(visit)], size=10)
        return site.render(visit, "orders.html", title="My Orders", pages=pages)

    @site.page("/sales/order/view/order_id/<int:number>/", user=True)
    def order(visit: Visit, number: int) -> Response:
        found = visit.found("select * from orders where id = ? and customer = ?", number, number_of(visit))
        items = visit.all("select * from item where orders = ? order by rowid", number)
        return site.render(visit, "order.html", title=f"Order # {number:09d}", order=found, items=items)

    @site.page("/sales/order/reorder/order_id/<int:number>/", methods=("POST",), user=True)
    def reorder(visit: Visit, number: int) -> Response:
        me = number_of(visit)
        visit.found("select 1 from orders where id = ? and customer = ?", number, me)
        for item in visit.all("select * from item where orders = ? order by rowid", number):
            visit.run(
                "insert into cart(customer, product, qty) values (?, ?, ?)", me, item["product"], item["qty"]
            )
        return visit.go("/checkout/cart/")

    @site.page("/wishlist/", user=True)
    def wishes(visit: Visit) -> Response:
        found = visit.all(
            "select w.id wish, p.* from wish w join product p on p.id = w.product where w.customer = ? order by w.id",
            number_of(visit),
        )
        return site.render(visit, "wishlist.html", title="My Wish List", products=found)

    @site.page("/wishlist/index/add/<int:number>/", methods=("POST",), user=True)
    def wish(visit: Visit, number: int) -> Response:
        found = visit.found("select * from product where id = ? and enabled = 1", number)
        me = number_of(visit)
        if visit.one("select 1 from wish where customer = ? and product = ?", me, number) is None:
            visit.run("insert into wish(customer, product) values (?, ?)", me, number)
        visit.note(f"{found['name']} has been added to your Wish List.")
        return visit.go("/wishlist/")

    @site.page("/wishlist/index/remove/<int:number>/", methods=("POST",), user=True)
    def unwish(visit: Visit, number: int) -> Response:
        visit.run("delete from wish where id = ? and customer = ?", number, number_of(visit))
        visit.note("The product has been removed from your Wish List.")
        return visit.go("/wishlist/")

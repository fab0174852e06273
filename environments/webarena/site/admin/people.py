"""Customers."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.admin.grid import Filter, grid
from agentgym.environments.webarena.site.web import Site, Visit, money

SELECT = (
    "select * from (select c.*, c.first || ' ' || c.last name, a.region region, a.phone phone, a.street street, "
    "a.city city, a.zip zip from customer c join address a on a.customer = c.id)"
)


def register(site: Site) -> None:
    """Add the pages."""

    @site.page("/admin/customer/index/", user=True)
    def customers(visit: Visit) -> Response:
        columns = [
            ("ID", lambda r: r["id"]), ("Name", lambda r: r["name"]), ("Email", lambda r: r["email"]),
            ("Phone", lambda r: r["phone"]), ("State/Province", lambda r: r["region"]),
            ("Customer Since", lambda r: r["joined"]),
        ]  # fmt: skip
        filters = [
            Filter("name", "Name", "name like ? escape '\\'", contains=True),
            Filter("email", "Email", "email like ? escape '\\'", contains=True),
            Filter("phone", "Phone", "phone like ? escape '\\'", contains=True),
            Filter("region", "State/Province", "region like ? escape '\\'", contains=True),
        ]
        link = "/admin/customer/index/edit/id/{}/".format
        return grid(site, visit, "Customers", SELECT, columns, lambda r: link(r["id"]), filters)

    @site.page("/admin/customer/index/edit/id/<int:number>/", methods=("GET", "POST"), user=True)
    def customer(visit: Visit, number: int) -> Response:
        found = visit.found(f"{SELECT} where id = ?", number)
        if visit.request.method == "POST":
            first, last, mail = (visit.field(f"customer[{n}]") for n in ("firstname", "lastname", "email"))
            taken = visit.one("select 1 from customer where email = ? and id != ?", mail, number)
            if first and last and "@" in mail and taken is None:
                visit.run(
                    "update customer set first = ?, last = ?, email = ? where id = ?",
                    first,
                    last,
                    mail,
                    number,
                )
                visit.note("You saved the customer.")
            else:
                visit.note("A customer needs a name and an email address of their own.")
            return visit.go(visit.request.path)
        orders = visit.all("select * from orders where customer = ? order by date desc, id desc", number)
        spent = money(sum(o["total"] for o in orders if o["status"] == "Complete"))
        return site.render(
            visit, "customer.html", title=found["name"], customer=found, orders=orders, spent=spent
        )

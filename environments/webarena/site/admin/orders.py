"""Orders: the grid, one order, what is done with it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.admin.grid import Filter, grid
from agentgym.environments.webarena.site.web import Row, Site, Visit, money

TODAY = "2026-03-16"
STATUSES = ("Pending", "Processing", "Complete", "Canceled", "On Hold")
CARRIERS = ("DHL", "Federal Express", "United Parcel Service", "United States Postal Service")
SELECT = (
    "select * from (select o.*, c.first || ' ' || c.last name, c.email email from orders o "
    "join customer c on c.id = o.customer)"
)
# What an order's status becomes, and from which.
STEPS = {
    "cancel": (("Pending", "Processing", "On Hold"), "Canceled", "You canceled the order."),
    "hold": (("Pending", "Processing"), "On Hold", "You put the order on hold."),
    "unhold": (("On Hold",), "Processing", "You released the order from holding status."),
}


def register(site: Site) -> None:
    """Add the pages."""

    def read(visit: Visit, number: int) -> Row:
        return visit.found(f"{SELECT} where id = ?", number)

    def path(number: int) -> str:
        return f"/admin/sales/order/view/order_id/{number}/"

    @site.page("/admin/sales/order/", user=True)
    def orders(visit: Visit) -> Response:
        filters = [
            Filter("status", "Status", "status = ?", STATUSES),
            Filter("name", "Customer Name", "name like ? escape '\\'", contains=True),
            Filter("from", "Date from", "date >= ?"),
            Filter("to", "Date to", "date <= ?"),
            Filter("least", "Grand Total from", "total >= cast(? as real)"),
        ]
        columns = [
            ("ID", lambda r: f"{r['id']:09d}"), ("Purchase Date", lambda r: r["date"]),
            ("Customer", lambda r: r["name"]), ("Grand Total", lambda r: money(r["total"])),
            ("Status", lambda r: r["status"]),
        ]  # fmt: skip
        return grid(
            site,
            visit,
            "Orders",
            SELECT,
            columns,
            lambda r: path(r["id"]),
            filters,
            order="date desc, id desc",
        )

    @site.page("/admin/sales/order/view/order_id/<int:number>/", user=True)
    def order(visit: Visit, number: int) -> Response:
        found = read(visit, number)
        return site.render(
            visit, "order.html", title=f"#{number:09d}", order=found,
            items=visit.all("select * from item where orders = ? order by rowid", number),
            remarks=visit.all("select * from remark where orders = ? order by rowid", number),
            steps=[name for name, (before, _, _) in STEPS.items() if found["status"] in before],
            shippable=found["status"] in ("Pending", "Processing"),
        )  # fmt: skip

    @site.page(
        "/admin/sales/order/<any(cancel, hold, unhold):step>/order_id/<int:number>/",
        methods=("POST",),
        user=True,
    )
    def change(visit: Visit, step: str, number: int) -> Response:
        found = read(visit, number)
        before, after, told = STEPS[step]
        if found["status"] in before:
            visit.run("update orders set status = ? where id = ?", after, number)
            visit.note(told)
        else:
            visit.note("The order cannot be changed so.")
        return visit.go(path(number))

    @site.page("/admin/admin/order_shipment/new/order_id/<int:number>/", methods=("GET", "POST"), user=True)
    def ship(visit: Visit, number: int) -> Response:
        found = read(visit, number)
        if visit.request.method == "POST":
            carrier, tracking = visit.field("carrier"), visit.field("tracking")
            if carrier in CARRIERS and tracking and found["status"] in ("Pending", "Processing"):
                visit.run(
                    "update orders set carrier = ?, tracking = ?, status = 'Complete' where id = ?",
                    carrier, tracking, number,
                )  # fmt: skip
                visit.note("The shipment has been created.")
                return visit.go(path(number))
            visit.note("A shipment needs a carrier and a tracking number, and an order that is open.")
            return visit.go(visit.request.path)
        return site.render(
            visit, "ship.html", title=f"New Shipment for #{number:09d}", order=found, carriers=CARRIERS
        )

    @site.page("/admin/sales/order/addComment/order_id/<int:number>/", methods=("POST",), user=True)
    def remark(visit: Visit, number: int) -> Response:
        read(visit, number)
        text = visit.field("comment")
        if text:
            notified = int("notify" in visit.request.form)
            visit.run("insert into remark values (?, ?, ?, ?)", number, TODAY, text, notified)
            visit.note("The comment was added.")
        return visit.go(path(number))

"""Log-in, dashboard, reports and search terms."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site import login
from agentgym.environments.webarena.site.admin.grid import Filter, grid
from agentgym.environments.webarena.site.login import Field, LogIn
from agentgym.environments.webarena.site.web import Site, Visit

LOG_IN = LogIn(
    title="Sign in", user=Field("Username", "username", {"placeholder": "user name"}),
    secret=Field("Password", "login", {"placeholder": "password"}), button="Sign in",
    refused="The account sign-in was incorrect.", home="/admin/", out="/admin/auth/logout/", left="/admin/auth/login/",
    statement="select id from staff where username = :user and password = :secret",
)  # fmt: skip

SOLD = (
    "select i.name, i.price, sum(i.qty) sold from item i join orders o on o.id = i.orders "
    "where o.status != 'Canceled' and o.date between ? and ? group by i.product order by sold desc, i.name limit ?"
)


def register(site: Site) -> None:
    """Add the pages."""

    login.register(site, LOG_IN)

    @site.page("/")
    def root(visit: Visit) -> Response:
        return visit.go("/admin/")

    @site.page("/admin/", user=True)
    @site.page("/admin/dashboard/", user=True)
    def dashboard(visit: Visit) -> Response:
        return site.render(
            visit, "dashboard.html", title="Dashboard",
            lifetime=visit.value("select sum(total) from orders where status = 'Complete'"),
            average=visit.value("select avg(total) from orders where status = 'Complete'"),
            orders=visit.all(
                "select o.*, c.first || ' ' || c.last name, (select sum(qty) from item where orders = o.id) pieces "
                "from orders o join customer c on c.id = o.customer order by o.date desc, o.id desc limit 5"
            ),
            bestsellers=visit.all(SOLD, "2000-01-01", "2999-12-31", 5),
            terms=visit.all("select * from term order by uses desc, id limit 5"),
        )  # fmt: skip

    def period(visit: Visit) -> tuple[str, str]:
        return visit.arg("from") or "2025-01-01", visit.arg("to") or "2026-12-31"

    @site.page("/admin/reports/report_sales/sales/", user=True)
    def sales(visit: Visit) -> Response:
        first, last = period(visit)
        rows = visit.all(
            "select substr(date, 1, 7) month, count(*) orders, sum(total) total, "
            "sum(case when status = 'Canceled' then total else 0 end) canceled from orders "
            "where date between ? and ? group by month order by month", first, last,
        )  # fmt: skip
        return site.render(visit, "sales.html", title="Orders Report", rows=rows, first=first, last=last)

    @site.page("/admin/reports/report_sales/bestsellers/", user=True)
    def bestsellers(visit: Visit) -> Response:
        first, last = period(visit)
        rows = visit.all(SOLD, first, last, 15)
        return site.render(
            visit, "bestsellers.html", title="Bestsellers Report", rows=rows, first=first, last=last
        )

    @site.page("/admin/search/term/", user=True)
    def terms(visit: Visit) -> Response:
        return grid(
            site, visit, "Search Terms", "select * from term",
            [("Search Query", lambda r: r["query"]), ("Results", lambda r: r["results"]),
             ("Uses", lambda r: r["uses"])],
            None, [Filter("query", "Search Query", "query like ? escape '\\'", contains=True)], order="id",
        )  # fmt: skip

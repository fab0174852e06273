"""Price rules and pages."""

from __future__ import annotations

import re

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.admin.grid import grid
from agentgym.environments.webarena.site.web import Site, Visit

ACTIONS = ("Percent of product price", "Fixed amount", "Fixed amount for whole cart")
_AMOUNT = re.compile(r"\d{1,5}(\.\d{1,2})?")


def register(site: Site) -> None:
    """Add the pages."""

    @site.page("/admin/sales_rule/promo_quote/", user=True)
    def rules(visit: Visit) -> Response:
        columns = [
            ("ID", lambda r: r["id"]), ("Rule", lambda r: r["name"]), ("Apply", lambda r: r["action"]),
            ("Amount", lambda r: f"{r['amount']:g}"), ("Coupon Code", lambda r: r["coupon"]),
            ("Status", lambda r: "Active" if r["active"] else "Inactive"),
        ]  # fmt: skip
        link = "/admin/sales_rule/promo_quote/edit/id/{}/".format
        return grid(
            site, visit, "Cart Price Rules", "select * from rule", columns, lambda r: link(r["id"]), [],
            new="/admin/sales_rule/promo_quote/new/",
        )  # fmt: skip

    def save_rule(visit: Visit, number: int | None) -> Response:
        name, action, amount = (
            visit.field("name"),
            visit.field("simple_action"),
            visit.field("discount_amount"),
        )
        coupon, active = visit.field("coupon_code"), int("is_active" in visit.request.form)
        if not name or action not in ACTIONS or not _AMOUNT.fullmatch(amount):
            visit.note("A rule needs a name, a way to apply it, and an amount.")
            return visit.go(visit.request.path)
        values = (name, action, float(amount), coupon, active)
        if number is None:
            visit.run(
                "insert into rule(name, action, amount, coupon, active) values (?, ?, ?, ?, ?)", *values
            )
        else:
            visit.run(
                "update rule set name = ?, action = ?, amount = ?, coupon = ?, active = ? where id = ?",
                *values,
                number,
            )
        visit.note("You saved the rule.")
        return visit.go("/admin/sales_rule/promo_quote/")

    @site.page("/admin/sales_rule/promo_quote/new/", methods=("GET", "POST"), user=True)
    def new_rule(visit: Visit) -> Response:
        if visit.request.method == "POST":
            return save_rule(visit, None)
        return site.render(visit, "rule.html", title="New Cart Price Rule", rule=None, actions=ACTIONS)

    @site.page("/admin/sales_rule/promo_quote/edit/id/<int:number>/", methods=("GET", "POST"), user=True)
    def rule(visit: Visit, number: int) -> Response:
        found = visit.found("select * from rule where id = ?", number)
        if visit.request.method == "POST":
            return save_rule(visit, number)
        return site.render(visit, "rule.html", title=found["name"], rule=found, actions=ACTIONS)

    @site.page("/admin/cms/page/", user=True)
    def pages(visit: Visit) -> Response:
        columns = [
            ("ID", lambda r: r["id"]), ("Title", lambda r: r["title"]), ("URL Key", lambda r: r["identifier"]),
            ("Status", lambda r: "Enabled" if r["active"] else "Disabled"),
        ]  # fmt: skip
        link = "/admin/cms/page/edit/page_id/{}/".format
        return grid(site, visit, "Pages", "select * from page", columns, lambda r: link(r["id"]), [])

    @site.page("/admin/cms/page/edit/page_id/<int:number>/", methods=("GET", "POST"), user=True)
    def page(visit: Visit, number: int) -> Response:
        found = visit.found("select * from page where id = ?", number)
        if visit.request.method == "POST":
            title, text = visit.field("title"), visit.field("content")
            if title:
                visit.run("update page set title = ?, content = ? where id = ?", title, text, number)
                visit.note("You saved the page.")
            return visit.go(visit.request.path)
        return site.render(visit, "page.html", title=found["title"], page=found)

"""Accounts: log-in, profile, biography."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site import login
from agentgym.environments.webarena.site.forum.lists import me, submissions
from agentgym.environments.webarena.site.login import Field, LogIn
from agentgym.environments.webarena.site.web import Row, Site, Visit

LOG_IN = LogIn(
    title="Log in", user=Field("Username", "_username"), secret=Field("Password", "_password"), button="Log in",
    refused="Invalid credentials.", home="/", out="/logout", left="/",
    statement="select id from account where name = :user and password = :secret",
)  # fmt: skip


def register(site: Site) -> None:
    """Add the pages."""

    def owner(visit: Visit, name: str) -> Row:
        found = visit.found("select * from account where name = ?", name)
        if found["id"] != me(visit):
            raise Forbidden("This is somebody else's account.")
        return found

    login.register(site, LOG_IN)

    @site.page("/user/<name>")
    def profile(visit: Visit, name: str) -> Response:
        found = visit.found("select * from account where name = ?", name)
        pages = submissions(visit, "s.author = ?", [found["id"]], "new")
        comments = visit.all(
            "select c.*, s.title, s.slug, f.name forum_name from comment c join submission s on s.id = c.submission "
            "join forum f on f.id = s.forum where c.author = ? order by c.date desc, c.id desc limit 20",
            found["id"],
        )
        return site.render(
            visit, "profile.html", title=found["name"], account=found, pages=pages, comments=comments
        )

    @site.page("/user/<name>/edit_biography", methods=("GET", "POST"), user=True)
    def biography(visit: Visit, name: str) -> Response:
        found = owner(visit, name)
        if visit.request.method == "POST":
            visit.run("update account set bio = ? where id = ?", visit.field("biography"), found["id"])
            visit.note("Your biography was updated.")
            return visit.go(f"/user/{found['name']}")
        return site.render(visit, "biography.html", title="Edit biography", account=found)

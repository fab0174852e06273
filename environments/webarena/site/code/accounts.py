"""Accounts: log-in, profile, status, following."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site import login
from agentgym.environments.webarena.site.code.reading import PROJECT, me
from agentgym.environments.webarena.site.login import Field, LogIn
from agentgym.environments.webarena.site.web import Site, Visit

LOG_IN = LogIn(
    title="Sign in",
    user=Field("Username or email", "user[login]", {"data-testid": "username-field"}),
    secret=Field("Password", "user[password]", {"data-testid": "password-field"}),
    button="Sign in", button_attributes={"data-testid": "sign-in-button"},
    refused="Invalid login or password.", home="/", out="/users/sign_out", left="/users/sign_in",
    statement="select id from account where (name = :user or email = :user) and password = :secret",
)  # fmt: skip


def register(site: Site) -> None:
    """Add the pages."""

    login.register(site, LOG_IN)

    @site.page("/-/profile", methods=("GET", "POST"), user=True)
    def profile(visit: Visit) -> Response:
        if visit.request.method == "POST":
            full = visit.field("user[name]")
            if full:
                visit.run(
                    "update account set full = ?, status = ?, bio = ? where id = ?",
                    full, visit.field("user[status][message]"), visit.field("user[bio]"), me(visit),
                )  # fmt: skip
                visit.note("Profile was successfully updated")
            return visit.go("/-/profile")
        return site.render(visit, "profile.html", title="Edit Profile")

    @site.page("/users/<name>/<any(follow, unfollow):what>", methods=("POST",), user=True)
    def follow(visit: Visit, name: str, what: str) -> Response:
        found = visit.found("select * from account where name = ?", name)
        visit.run("delete from follow where account = ? and target = ?", me(visit), found["id"])
        if what == "follow" and found["id"] != me(visit):
            visit.run("insert into follow values (?, ?)", me(visit), found["id"])
        return visit.go(f"/{found['name']}")

    @site.page("/users/<name>/following")
    def following(visit: Visit, name: str) -> Response:
        found = visit.found("select * from account where name = ?", name)
        people = visit.all(
            "select a.* from follow f join account a on a.id = f.target where f.account = ? order by a.name",
            found["id"],
        )
        return site.render(visit, "following.html", title=f"{found['full']} follows", people=people)

    @site.page("/<name>")
    def person(visit: Visit, name: str) -> Response:
        found = visit.found("select * from account where name = ?", name)
        projects = visit.all(
            f"{PROJECT} where p.owner = ? and (p.visibility = 'public' or p.owner = ?) order by p.name",
            found["id"], me(visit),
        )  # fmt: skip
        follows = (
            visit.one("select 1 from follow where account = ? and target = ?", me(visit), found["id"])
            is not None
        )
        return site.render(
            visit,
            "person.html",
            title=f"{found['full']} · Ledgerhub",
            account=found,
            projects=projects,
            follows=follows,
        )

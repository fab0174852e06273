"""Accounts: log-in, profile, status, following."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.code.reading import PROJECT, me
from agentgym.environments.webarena.site.web import Site, Visit


def register(site: Site) -> None:
    """Add the pages."""

    @site.page("/users/sign_in", methods=("GET", "POST"))
    def login(visit: Visit) -> Response:
        if visit.request.method == "POST":
            name = visit.field("user[login]")
            found = visit.one(
                "select id from account where (name = ? or email = ?) and password = ?",
                name, name, visit.field("user[password]"),
            )  # fmt: skip
            if found is not None:
                visit.log_in(found["id"])
                return visit.go(visit.arg("next") or "/")
            visit.note("Invalid login or password.")
            return visit.go("/users/sign_in")
        return site.render(visit, "login.html", title="Sign in")

    @site.page("/users/sign_out")
    def logout(visit: Visit) -> Response:
        visit.log_in(None)
        return visit.go("/users/sign_in")

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

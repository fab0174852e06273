"""Forums: the front page, one forum, the list of all, subscriptions, making and editing one, search."""

from __future__ import annotations

import re

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.forum.lists import SORTS, me, submissions
from agentgym.environments.webarena.site.web import Site, Visit, like

_NAME = re.compile(r"\w{3,25}")


def register(site: Site) -> None:
    """Add the pages."""

    def subscribed(visit: Visit, forum: int) -> bool:
        return (
            visit.one("select 1 from subscription where account = ? and forum = ?", me(visit), forum)
            is not None
        )

    @site.page("/")
    @site.page("/all/<sort>")
    def front(visit: Visit, sort: str = "hot") -> Response:
        pages = submissions(visit, "1", [], sort)
        return site.render(
            visit, "list.html", title="Clearing", pages=pages, sorts=SORTS, base="/all", sort=sort
        )

    @site.page("/forums")
    def forums(visit: Visit) -> Response:
        found = visit.all(
            "select f.*, (select count(*) from submission where forum = f.id) posts, "
            "(select count(*) from subscription where forum = f.id) readers from forum f order by f.name"
        )
        return site.render(visit, "forums.html", title="List of forums", forums=found)

    @site.page("/f/<name>")
    @site.page("/f/<name>/<any(hot, new, top, most_commented):sort>")
    def forum(visit: Visit, name: str, sort: str = "hot") -> Response:
        found = visit.found("select * from forum where name = ?", name)
        pages = submissions(visit, "s.forum = ?", [found["id"]], sort)
        return site.render(
            visit, "forum.html", title=found["title"], forum=found, pages=pages, sorts=SORTS, sort=sort,
            base=f"/f/{found['name']}", subscribed=subscribed(visit, found["id"]), mine=found["owner"] == me(visit),
            readers=visit.value("select count(*) from subscription where forum = ?", found["id"]),
        )  # fmt: skip

    @site.page("/f/<name>/<any(subscribe, unsubscribe):what>", methods=("POST",), user=True)
    def subscribe(visit: Visit, name: str, what: str) -> Response:
        found = visit.found("select * from forum where name = ?", name)
        visit.run("delete from subscription where account = ? and forum = ?", me(visit), found["id"])
        if what == "subscribe":
            visit.run("insert into subscription values (?, ?)", me(visit), found["id"])
        return visit.go(f"/f/{found['name']}")

    @site.page("/create_forum", methods=("GET", "POST"), user=True)
    def create(visit: Visit) -> Response:
        if visit.request.method == "POST":
            name, title, description, sidebar = (
                visit.field(n) for n in ("name", "title", "description", "sidebar")
            )
            taken = visit.one("select 1 from forum where name = ?", name)
            if not _NAME.fullmatch(name) or not title or not description or taken is not None:
                visit.note(
                    "A forum needs a free name of 3 to 25 letters and digits, a title and a description."
                )
                return visit.go("/create_forum")
            number = visit.run(
                "insert into forum(name, title, description, sidebar, owner) values (?, ?, ?, ?, ?)",
                name, title, description, sidebar, me(visit),
            )  # fmt: skip
            visit.run("insert into subscription values (?, ?)", me(visit), number)
            return visit.go(f"/f/{name}")
        return site.render(visit, "forum_form.html", title="Create new forum", forum=None)

    @site.page("/f/<name>/edit", methods=("GET", "POST"), user=True)
    def edit(visit: Visit, name: str) -> Response:
        found = visit.found("select * from forum where name = ?", name)
        if found["owner"] != me(visit):
            raise Forbidden("Only a forum's moderators can edit it.")
        if visit.request.method == "POST":
            title, description, sidebar = (visit.field(n) for n in ("title", "description", "sidebar"))
            if title and description:
                visit.run(
                    "update forum set title = ?, description = ?, sidebar = ? where id = ?",
                    title, description, sidebar, found["id"],
                )  # fmt: skip
                return visit.go(f"/f/{found['name']}")
            visit.note("A forum needs a title and a description.")
            return visit.go(f"/f/{found['name']}/edit")
        return site.render(visit, "forum_form.html", title=f"Editing {found['name']}", forum=found)

    @site.page("/search")
    def search(visit: Visit) -> Response:
        query = visit.arg("q")
        where = "(s.title like ? escape '\\' or s.body like ? escape '\\')" if query else "0"
        pages = submissions(visit, where, [like(query)] * 2 if query else [], visit.arg("sort") or "new")
        return site.render(visit, "search.html", title="Search", pages=pages)

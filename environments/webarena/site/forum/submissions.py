"""Submissions: reading, writing, editing, deleting, voting, and what is said below them."""

from __future__ import annotations

import re

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.forum.lists import NOW, SELECT, me
from agentgym.environments.webarena.site.web import Row, Site, Visit

_WORDS = re.compile(r"[^a-z0-9]+")
_ADDRESS = re.compile(r"https?://\S+")
CHOICES = {"up": 1, "down": -1, "none": 0}


def _path(row: Row) -> str:
    return f"/f/{row['forum_name']}/{row['id']}/{row['slug']}"


def register(site: Site) -> None:
    """Add the pages."""

    def read(visit: Visit, number: int, name: str | None = None) -> Row:
        found = visit.found(f"{SELECT.format(me=me(visit))} where s.id = ?", number)
        if name is not None and found["forum_name"].lower() != name.lower():
            raise NotFound("There is no such submission in this forum.")
        return found

    def comments(visit: Visit, number: int) -> list[dict[str, object]]:
        """Return the comments below a submission, each after the one that it answers, with its depth."""
        rows = visit.all(
            "select c.*, a.name author_name, c.base + coalesce((select sum(value) from vote where kind = 'comment' "
            "and target = c.id), 0) score, coalesce((select value from vote where kind = 'comment' and target = c.id "
            "and account = ?), 0) mine from comment c join account a on a.id = c.author where c.submission = ? "
            "order by c.date, c.id",
            me(visit), number,
        )  # fmt: skip
        below: dict[int | None, list[Row]] = {}
        for row in rows:
            below.setdefault(row["parent"], []).append(row)
        found: list[dict[str, object]] = []
        stack = [(row, 0) for row in reversed(below.get(None, []))]
        while stack:
            row, depth = stack.pop()
            found.append({**dict(row), "depth": depth})
            stack += [(child, depth + 1) for child in reversed(below.get(row["id"], []))]
        return found

    @site.page("/f/<name>/<int:number>")
    @site.page("/f/<name>/<int:number>/<slug>")
    def show(visit: Visit, name: str, number: int, slug: str = "") -> Response:
        found = read(visit, number, name)
        return site.render(
            visit, "submission.html", title=found["title"], s=found, path=_path(found),
            comments=comments(visit, number), mine=found["author"] == me(visit) and bool(me(visit)),
        )  # fmt: skip

    @site.page("/submit", methods=("GET", "POST"), user=True)
    @site.page("/submit/<name>", methods=("GET", "POST"), user=True)
    def submit(visit: Visit, name: str = "") -> Response:
        if visit.request.method == "POST":
            title, link, body = (visit.field(n) for n in ("title", "url", "body"))
            forum = visit.one("select * from forum where id = ?", visit.field("forum"))
            if not title or forum is None or (link and not _ADDRESS.fullmatch(link)):
                visit.note(
                    "A submission needs a title and a forum; an address begins with http:// or https://."
                )
                return visit.go(visit.request.path)
            slug = _WORDS.sub("-", title.lower()).strip("-")[:60] or "post"
            number = visit.run(
                "insert into submission(forum, author, title, slug, url, body, date, base) "
                "values (?, ?, ?, ?, ?, ?, ?, 1)",
                forum["id"], me(visit), title, slug, link, body, NOW,
            )  # fmt: skip
            return visit.go(f"/f/{forum['name']}/{number}/{slug}")
        forums = visit.all("select id, name from forum order by name")
        return site.render(visit, "submit.html", title="Create submission", forums=forums, chosen=name)

    @site.page("/f/<name>/<int:number>/-/edit", methods=("GET", "POST"), user=True)
    def edit(visit: Visit, name: str, number: int) -> Response:
        found = read(visit, number, name)
        if found["author"] != me(visit):
            raise Forbidden("This is somebody else's submission.")
        if visit.request.method == "POST":
            visit.run("update submission set body = ? where id = ?", visit.field("body"), number)
            return visit.go(_path(found))
        return site.render(visit, "edit.html", title="Edit submission", s=found)

    @site.page("/f/<name>/<int:number>/-/delete", methods=("POST",), user=True)
    def delete(visit: Visit, name: str, number: int) -> Response:
        found = read(visit, number, name)
        if found["author"] != me(visit):
            raise Forbidden("This is somebody else's submission.")
        visit.run("delete from comment where submission = ?", number)
        visit.run("delete from submission where id = ?", number)
        visit.note("The submission was deleted.")
        return visit.go(f"/f/{found['forum_name']}")

    @site.page("/vote/<any(submission, comment):kind>/<int:number>", methods=("POST",), user=True)
    def vote(visit: Visit, kind: str, number: int) -> Response:
        target = visit.found(f"select * from {kind} where id = ?", number)
        choice = CHOICES.get(visit.field("choice"), 0)
        before = visit.value(
            "select value from vote where account = ? and kind = ? and target = ?", me(visit), kind, number
        )
        visit.run("delete from vote where account = ? and kind = ? and target = ?", me(visit), kind, number)
        if choice and choice != before:
            visit.run("insert into vote values (?, ?, ?, ?)", me(visit), kind, number, choice)
        return visit.go(_path(read(visit, number if kind == "submission" else target["submission"])))

    @site.page("/f/<name>/<int:number>/-/comment", methods=("POST",), user=True)
    def comment(visit: Visit, name: str, number: int) -> Response:
        found = read(visit, number, name)
        body, parent = visit.field("comment"), visit.field("parent")
        above = visit.one("select id from comment where id = ? and submission = ?", parent, number)
        if body:
            visit.run(
                "insert into comment(submission, parent, author, body, date, base) values (?, ?, ?, ?, ?, 1)",
                number, above["id"] if above else None, me(visit), body, NOW,
            )  # fmt: skip
        else:
            visit.note("A comment needs a text.")
        return visit.go(_path(found))

    @site.page("/f/<name>/<int:number>/-/reply/<int:above>", user=True)
    def reply(visit: Visit, name: str, number: int, above: int) -> Response:
        found = read(visit, number, name)
        answered = visit.found(
            "select c.*, a.name author_name from comment c join account a on a.id = c.author "
            "where c.id = ? and c.submission = ?", above, number,
        )  # fmt: skip
        return site.render(
            visit, "reply.html", title=f"Reply to {answered['author_name']}", s=found, c=answered
        )

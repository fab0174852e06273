"""Projects: lists, one project, its files, commits, members, milestones; making, starring and forking one."""

from __future__ import annotations

import re

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.code import reading as r
from agentgym.environments.webarena.site.web import Pages, Site, Visit, like

_PATH = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ROLES = ("Guest", "Reporter", "Developer", "Maintainer", "Owner")
SORTS = {"stars": "all_stars desc, p.id", "name": "p.name", "created": "p.created desc"}
SEEN = "(p.visibility = 'public' or exists (select 1 from member where project = p.id and account = {me}))"


def register(site: Site) -> None:
    """Add the pages."""

    def listed(visit: Visit, title: str, where: str, values: list[object]) -> Response:
        sort = visit.arg("sort") if visit.arg("sort") in SORTS else "stars"
        seen = SEEN.format(me=r.me(visit))
        pages = Pages(visit, f"{r.PROJECT} where {where} and {seen} order by {SORTS[sort]}", values, size=20)
        sorts = [(visit.link(sort=key, p=None), key) for key in SORTS]
        return site.render(visit, "projects.html", title=title, pages=pages, sorts=sorts)

    @site.page("/", user=True)
    @site.page("/dashboard/projects", user=True)
    def mine(visit: Visit) -> Response:
        where = "exists (select 1 from member where project = p.id and account = ?)"
        return listed(visit, "Your projects", where, [r.me(visit)])

    @site.page("/explore")
    def explore(visit: Visit) -> Response:
        return listed(visit, "Explore projects", "1", [])

    @site.page("/search")
    def search(visit: Visit) -> Response:
        query = visit.arg("search")
        where = "(p.name like ? escape '\\' or p.description like ? escape '\\')" if query else "0"
        return listed(visit, "Search", where, [like(query)] * 2 if query else [])

    @site.page("/projects/new", methods=("GET", "POST"), user=True)
    def new(visit: Visit) -> Response:
        if visit.request.method == "POST":
            name, about = visit.field("project[name]"), visit.field("project[description]")
            visibility = visit.field("project[visibility_level]")
            path = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")
            taken = visit.one("select 1 from project where owner = ? and path = ?", r.me(visit), path)
            if not _PATH.fullmatch(path) or taken is not None or visibility not in ("private", "public"):
                visit.note("A project needs a name of its own of letters and digits, and a visibility.")
                return visit.go("/projects/new")
            number = visit.run(
                "insert into project(owner, name, path, description, visibility, stars, created) "
                "values (?, ?, ?, ?, ?, 0, ?)",
                r.me(visit), name, path, about, visibility, r.NOW,
            )  # fmt: skip
            visit.run("insert into member values (?, ?, 'Owner')", number, r.me(visit))
            if "project[initialize_with_readme]" in visit.request.form:
                visit.run("insert into file values (?, 'README.md', ?)", number, f"# {name}")
            assert visit.user is not None
            visit.note(f"Project '{name}' was successfully created.")
            return visit.go(f"/{visit.user['name']}/{path}")
        return site.render(visit, "project_form.html", title="New project")

    @site.page("/<owner>/<path>")
    def show(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        readme = visit.value("select content from file where project = ? and path = 'README.md'", found["id"])
        return site.render(
            visit, "project.html", title=f"{found['owner_name']} / {found['name']}", project=found, readme=readme,
            files=visit.all("select * from file where project = ? order by path", found["id"]),
            commits=visit.value("select count(*) from commits where project = ?", found["id"]),
            starred=visit.one("select 1 from star where project = ? and account = ?", found["id"], r.me(visit)),
        )  # fmt: skip

    @site.page("/<owner>/<path>/-/<any(star, unstar):what>", methods=("POST",), user=True)
    def star(visit: Visit, owner: str, path: str, what: str) -> Response:
        found = r.project(visit, owner, path)
        visit.run("delete from star where project = ? and account = ?", found["id"], r.me(visit))
        if what == "star":
            visit.run("insert into star values (?, ?)", r.me(visit), found["id"])
        return visit.go(r.root(found))

    @site.page("/<owner>/<path>/-/fork", methods=("POST",), user=True)
    def fork(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        assert visit.user is not None
        if visit.one("select 1 from project where owner = ? and path = ?", r.me(visit), path) is None:
            number = visit.run(
                "insert into project(owner, name, path, description, visibility, stars, created) "
                "select ?, name, path, description, visibility, 0, ? from project where id = ?",
                r.me(visit), r.NOW, found["id"],
            )  # fmt: skip
            visit.run("insert into member values (?, ?, 'Owner')", number, r.me(visit))
            visit.run(
                "insert into file select ?, path, content from file where project = ?", number, found["id"]
            )
            visit.note("The project was successfully forked.")
        else:
            visit.note("You have a project of this name already.")
        return visit.go(f"/{visit.user['name']}/{path}")

    @site.page("/<owner>/<path>/-/blob/main/<path:name>")
    def blob(visit: Visit, owner: str, path: str, name: str) -> Response:
        found = r.project(visit, owner, path)
        file = visit.found("select * from file where project = ? and path = ?", found["id"], name)
        edits = r.role(visit, found["id"]) in ("Developer", "Maintainer", "Owner")
        return site.render(visit, "blob.html", title=name, project=found, file=file, edits=edits)

    @site.page("/<owner>/<path>/-/<any(edit, new):what>/main/<path:name>", methods=("GET", "POST"), user=True)
    @site.page("/<owner>/<path>/-/<any(new):what>/main", methods=("GET", "POST"), user=True)
    def edit(visit: Visit, owner: str, path: str, what: str, name: str = "") -> Response:
        found = r.project(visit, owner, path)
        if r.role(visit, found["id"]) not in ("Developer", "Maintainer", "Owner"):
            raise Forbidden("You are not allowed to edit files in this project.")
        if visit.request.method == "POST":
            wanted, message = name or visit.field("file_name"), visit.field("commit_message")
            if not wanted or not message:
                visit.note("A file needs a name, and a commit needs a message.")
                return visit.go(visit.request.path)
            visit.run(
                "insert or replace into file values (?, ?, ?)", found["id"], wanted, visit.field("content")
            )
            visit.run(
                "insert into commits(project, sha, author, title, date) values (?, ?, ?, ?, ?)",
                found["id"], f"{visit.value('select count(*) from commits'):040x}", r.me(visit), message, r.NOW,
            )  # fmt: skip
            return visit.go(f"{r.root(found)}/-/blob/main/{wanted}")
        content = (
            visit.value("select content from file where project = ? and path = ?", found["id"], name) or ""
        )
        return site.render(
            visit, "file_form.html", title="Edit file" if name else "New file", name=name, content=content
        )

    @site.page("/<owner>/<path>/-/commits/main")
    def commits(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        statement, values = "", [found["id"]]
        if visit.arg("author"):
            statement, values = (
                "and (a.full like ? escape '\\' or a.name = ?)",
                [found["id"], like(visit.arg("author")), visit.arg("author")],
            )
        pages = Pages(
            visit,
            "select c.*, a.full author_name, a.name author_user from commits c join account a on a.id = c.author "
            f"where c.project = ? {statement} order by c.date desc, c.id desc", values, size=20,
        )  # fmt: skip
        return site.render(
            visit, "commits.html", title="Commits", project=found, pages=pages, author=visit.arg("author")
        )

    @site.page("/<owner>/<path>/-/graphs/main")
    def contributors(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        people = visit.all(
            "select a.full, a.name, count(*) made from commits c join account a on a.id = c.author where c.project = ? "
            "group by a.id order by made desc, a.name", found["id"],
        )  # fmt: skip
        return site.render(
            visit, "contributors.html", title="Contributor statistics", project=found, people=people
        )

    @site.page("/<owner>/<path>/-/project_members", methods=("GET", "POST"), user=True)
    def members(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        if visit.request.method == "POST":
            if not r.manages(visit, found["id"]):
                raise Forbidden("Only maintainers and owners invite members.")
            who = visit.one(
                "select id from account where name = ?", visit.field("username").removeprefix("@")
            )
            role = visit.field("role")
            if who is None or role not in ROLES[:4]:
                visit.note("There is no such user, or no such role.")
            else:
                visit.run("insert or replace into member values (?, ?, ?)", found["id"], who["id"], role)
                visit.note("Members were successfully added.")
            return visit.go(f"{r.root(found)}/-/project_members")
        people = visit.all(
            "select m.role, a.* from member m join account a on a.id = m.account where m.project = ? order by a.name",
            found["id"],
        )
        return site.render(
            visit, "members.html", title="Members", project=found, people=people, roles=ROLES[:4],
            manages=r.manages(visit, found["id"]),
        )  # fmt: skip

    @site.page("/<owner>/<path>/-/milestones", methods=("GET", "POST"))
    def milestones(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        if visit.request.method == "POST":
            if r.role(visit, found["id"]) not in ("Developer", "Maintainer", "Owner"):
                raise Forbidden("Only developers, maintainers and owners make milestones.")
            title, due = visit.field("milestone[title]"), visit.field("milestone[due_date]")
            if title and _DATE.fullmatch(due):
                visit.run(
                    "insert into milestone(project, title, due, state) values (?, ?, ?, 'active')",
                    found["id"],
                    title,
                    due,
                )
            else:
                visit.note("A milestone needs a title, and a due date as 2026-12-31.")
            return visit.go(f"{r.root(found)}/-/milestones")
        rows = visit.all("select * from milestone where project = ? order by due, id", found["id"])
        adds = r.role(visit, found["id"]) in ("Developer", "Maintainer", "Owner")
        return site.render(visit, "milestones.html", title="Milestones", project=found, rows=rows, adds=adds)

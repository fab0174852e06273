"""Issues: lists with filters, one issue, what is done with it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.code import reading as r
from agentgym.environments.webarena.site.web import Pages, Row, Site, Visit, like

STATES = ("opened", "closed", "all")
SELECT = (
    "select i.*, a.name author_name, b.name assignee_name, p.path project_path, o.name owner_name, "
    "(select group_concat(name, ', ') from (select name from label where issue = i.id order by name)) labels "
    "from issue i join account a on a.id = i.author left join account b on b.id = i.assignee "
    "join project p on p.id = i.project join account o on o.id = p.owner"
)


def register(site: Site) -> None:
    """Add the pages."""

    def listed(visit: Visit, title: str, where: str, values: list[object], project: Row | None) -> Response:
        state = visit.arg("state") if visit.arg("state") in STATES else "opened"
        if state != "all":
            where, values = f"{where} and i.state = ?", [*values, state]
        for name in visit.request.args.getlist("label_name[]"):
            where = f"{where} and exists (select 1 from label where issue = i.id and name = ?)"
            values = [*values, name]
        if visit.arg("search"):
            where, values = f"{where} and i.title like ? escape '\\'", [*values, like(visit.arg("search"))]
        if visit.arg("assignee_username"):
            where, values = f"{where} and b.name = ?", [*values, visit.arg("assignee_username")]
        pages = Pages(visit, f"{SELECT} where {where} order by i.created desc, i.id desc", values, size=20)
        states = [(visit.link(state=key, p=None), key) for key in STATES]
        labels = [(visit.link(**{"label_name[]": name, "p": None}), name) for name in r.LABELS]
        return site.render(
            visit,
            "issues.html",
            title=title,
            pages=pages,
            states=states,
            labels=labels,
            project=project,
            state=state,
        )

    @site.page("/dashboard/issues", user=True)
    def mine(visit: Visit) -> Response:
        return listed(visit, "Issues", "i.assignee = ?", [r.me(visit)], None)

    @site.page("/<owner>/<path>/-/issues")
    def issues(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        return listed(visit, "Issues", "i.project = ?", [found["id"]], found)

    def read(visit: Visit, project: Row, iid: int) -> Row:
        return visit.found(f"{SELECT} where i.project = ? and i.iid = ?", project["id"], iid)

    @site.page("/<owner>/<path>/-/issues/new", methods=("GET", "POST"), user=True)
    def new(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        people = visit.all(
            "select a.* from member m join account a on a.id = m.account where m.project = ? order by a.name",
            found["id"],
        )
        if visit.request.method == "POST":
            title, due = visit.field("issue[title]"), visit.field("issue[due_date]")
            if not title:
                visit.note("An issue needs a title.")
                return visit.go(visit.request.path)
            assignee = visit.value("select id from account where name = ?", visit.field("issue[assignee]"))
            iid = (visit.value("select max(iid) from issue where project = ?", found["id"]) or 0) + 1
            number = visit.run(
                "insert into issue(project, iid, title, body, author, assignee, state, created, due) "
                "values (?, ?, ?, ?, ?, ?, 'opened', ?, ?)",
                found["id"], iid, title, visit.field("issue[description]"), r.me(visit), assignee, r.NOW, due,
            )  # fmt: skip
            if visit.field("issue[label]") in r.LABELS:
                visit.run("insert into label values (?, ?)", number, visit.field("issue[label]"))
            return visit.go(f"{r.root(found)}/-/issues/{iid}")
        return site.render(
            visit, "issue_form.html", title="New Issue", project=found, people=people, labels=r.LABELS
        )

    @site.page("/<owner>/<path>/-/issues/<int:iid>")
    def show(visit: Visit, owner: str, path: str, iid: int) -> Response:
        project = r.project(visit, owner, path)
        found = read(visit, project, iid)
        return site.render(
            visit, "issue.html", title=f"{found['title']} (#{iid})", issue=found, project=project, root=r.root(project),
            notes=r.notes(visit, "issue", found["id"]), labels=r.LABELS,
            changes=r.role(visit, project["id"]) is not None,
        )  # fmt: skip

    @site.page(
        "/<owner>/<path>/-/issues/<int:iid>/<any(note, close, reopen, label, assign):what>",
        methods=("POST",),
        user=True,
    )
    def change(visit: Visit, owner: str, path: str, iid: int, what: str) -> Response:
        project = r.project(visit, owner, path)
        found = read(visit, project, iid)
        if what == "note":
            r.say(visit, "issue", found["id"])
        elif r.role(visit, project["id"]) is None and found["author"] != r.me(visit):
            visit.note("Only members change issues.")
        elif what in ("close", "reopen"):
            state = "closed" if what == "close" else "opened"
            visit.run("update issue set state = ? where id = ?", state, found["id"])
        elif what == "label" and visit.field("label") in r.LABELS:
            visit.run("insert or ignore into label values (?, ?)", found["id"], visit.field("label"))
        elif what == "assign":
            visit.run("update issue set assignee = ? where id = ?", r.me(visit), found["id"])
        return visit.go(f"{r.root(project)}/-/issues/{iid}")

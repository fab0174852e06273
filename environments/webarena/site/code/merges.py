"""Merge requests."""

from __future__ import annotations

from werkzeug.wrappers import Response

from agentgym.environments.webarena.site.code import reading as r
from agentgym.environments.webarena.site.web import Pages, Row, Site, Visit

STATES = ("opened", "merged", "closed", "all")
SELECT = (
    "select m.*, a.name author_name, b.name assignee_name, c.name reviewer_name, p.path project_path, "
    "o.name owner_name from merge m join account a on a.id = m.author left join account b on b.id = m.assignee "
    "left join account c on c.id = m.reviewer join project p on p.id = m.project join account o on o.id = p.owner"
)


def register(site: Site) -> None:
    """Add the pages."""

    def listed(visit: Visit, where: str, values: list[object], project: Row | None) -> Response:
        state = visit.arg("state") if visit.arg("state") in STATES else "opened"
        if state != "all":
            where, values = f"{where} and m.state = ?", [*values, state]
        for name in ("assignee", "reviewer"):
            if visit.arg(f"{name}_username"):
                column = "b.name" if name == "assignee" else "c.name"
                where, values = f"{where} and {column} = ?", [*values, visit.arg(f"{name}_username")]
        pages = Pages(visit, f"{SELECT} where {where} order by m.created desc, m.id desc", values, size=20)
        states = [(visit.link(state=key, p=None), key) for key in STATES]
        return site.render(
            visit, "merges.html", title="Merge requests", pages=pages, states=states, project=project
        )

    @site.page("/dashboard/merge_requests", user=True)
    def mine(visit: Visit) -> Response:
        return listed(visit, "1", [], None)

    @site.page("/<owner>/<path>/-/merge_requests")
    def merges(visit: Visit, owner: str, path: str) -> Response:
        found = r.project(visit, owner, path)
        return listed(visit, "m.project = ?", [found["id"]], found)

    @site.page("/<owner>/<path>/-/merge_requests/<int:iid>")
    def show(visit: Visit, owner: str, path: str, iid: int) -> Response:
        project = r.project(visit, owner, path)
        found = visit.found(f"{SELECT} where m.project = ? and m.iid = ?", project["id"], iid)
        return site.render(
            visit, "merge.html", title=f"{found['title']} (!{iid})", merge=found, project=project, root=r.root(project),
            notes=r.notes(visit, "merge", found["id"]), changes=r.role(visit, project["id"]) is not None,
        )  # fmt: skip

    @site.page(
        "/<owner>/<path>/-/merge_requests/<int:iid>/<any(note, close):what>", methods=("POST",), user=True
    )
    def change(visit: Visit, owner: str, path: str, iid: int, what: str) -> Response:
        project = r.project(visit, owner, path)
        found = visit.found(f"{SELECT} where m.project = ? and m.iid = ?", project["id"], iid)
        if what == "note":
            r.say(visit, "merge", found["id"])
        elif r.role(visit, project["id"]) is None:
            visit.note("Only members close merge requests.")
        else:
            visit.run("update merge set state = 'closed' where id = ? and state = 'opened'", found["id"])
        return visit.go(f"{r.root(project)}/-/merge_requests/{iid}")

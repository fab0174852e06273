"""What the pages of the repository host read again and again."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from agentgym.environments.webarena.site.web import Row, Visit

NOW = "2026-03-16 10:00"
PROJECT = (
    "select p.*, a.name owner_name, p.stars + (select count(*) from star where project = p.id) all_stars, "
    "(select count(*) from issue where project = p.id and state = 'opened') open_issues "
    "from project p join account a on a.id = p.owner"
)
LABELS = ("bug", "feature", "documentation", "help wanted", "question")


def me(visit: Visit) -> int:
    """Return the number of the account that is logged in, 0 for a guest."""
    return 0 if visit.user is None else int(visit.user["id"])


def project(visit: Visit, owner: str, path: str) -> Row:
    """Return a project that the visitor may see."""
    found = visit.found(f"{PROJECT} where a.name = ? and p.path = ?", owner, path)
    if found["visibility"] == "private" and role(visit, found["id"]) is None:
        raise NotFound("The page could not be found or you do not have permission to view it.")
    return found


def role(visit: Visit, number: int) -> str | None:
    """Return the visitor's role in a project, ``None`` if there is none."""
    found = visit.value("select role from member where project = ? and account = ?", number, me(visit))
    return None if found is None else str(found)


def manages(visit: Visit, number: int) -> bool:
    """Say whether the visitor may change a project."""
    return role(visit, number) in ("Owner", "Maintainer")


def root(found: Row) -> str:
    """Return the path of a project."""
    return f"/{found['owner_name']}/{found['path']}"


def notes(visit: Visit, kind: str, target: int) -> list[Row]:
    """Return what was said about an issue or a merge request, oldest first."""
    return visit.all(
        "select n.*, a.name author_name from note n join account a on a.id = n.author "
        "where n.kind = ? and n.target = ? order by n.date, n.id",
        kind, target,
    )  # fmt: skip


def say(visit: Visit, kind: str, target: int) -> None:
    """Add what the form says to an issue or a merge request."""
    text = visit.field("note")
    if text:
        visit.run(
            "insert into note(kind, target, author, body, date) values (?, ?, ?, ?, ?)",
            kind, target, me(visit), text, NOW,
        )  # fmt: skip
    else:
        visit.note("A comment needs a text.")

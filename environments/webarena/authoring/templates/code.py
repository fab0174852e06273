"""Tasks at the repository host, for the account that is logged in there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from agentgym.environments.webarena.authoring.code import ACCOUNT
from agentgym.environments.webarena.authoring.drafts import (
    Databases,
    Draft,
    at,
    button,
    check,
    choose,
    click,
    holds,
    includes,
    link,
    not_achievable,
    said,
    stop,
    template,
    write,
)
from agentgym.environments.webarena.site.code.reading import PROJECT
from agentgym.environments.webarena.site.hosting import address

CODE = address("gitlab")
NOTES = 'document.querySelector("#notes-list").outerText'


def _projects(
    db: sqlite3.Connection, rng: random.Random, where: str = "p.visibility = 'public'"
) -> list[Any]:
    rows = db.execute(f"{PROJECT} where {where} order by p.id").fetchall()
    rng.shuffle(rows)
    return rows


def _to(project: Any) -> list[Any]:
    return [link("Explore"), link(f"{project['owner_name']} / {project['name']}")]


def _url(project: Any) -> str:
    return f"{CODE}/{project['owner_name']}/{project['path']}"


def _named(project: Any) -> str:
    return f"{project['owner_name']}/{project['path']}"


@template(
    "code-commit-count",
    "train",
    "gitlab",
    "How many commits did {author} make to the project {project}? Answer with the number alone.",
)
def commit_count(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        rows = (
            dbs["code"]
            .execute(
                "select a.full, count(*) n from commits c join account a on a.id = c.author where project = ? group by a.id",
                (project["id"],),
            )
            .fetchall()
        )
        row = rng.choice(rows)
        gold = [*_to(project), link("Commits"), write("Author", row["full"], enter=True), stop(f"{row['n']}")]
        yield Draft({"author": row["full"], "project": _named(project)}, said(str(row["n"])), gold)


@template(
    "code-top-contributor",
    "test",
    "gitlab",
    "Who made the most commits to the project {project}? Answer with the full name.",
)
def top_contributor(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        rows = dbs["code"].execute(
            "select a.full, count(*) n from commits c join account a on a.id = c.author where project = ? group by a.id "
            "order by n desc", (project["id"],),
        ).fetchall()  # fmt: skip
        if rows[0]["n"] > rows[1]["n"]:
            gold = [*_to(project), link("Contributors"), stop(rows[0]["full"])]
            yield Draft({"project": _named(project)}, said(rows[0]["full"]), gold)


@template(
    "code-clone", "train", "gitlab", "What is the address to clone the project {name} by {owner} with SSH?"
)
def clone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        text = f"git@code.test:{_named(project)}.git"
        gold = [*_to(project), stop(text)]
        yield Draft({"name": project["name"], "owner": project["owner_name"]}, includes(text), gold)


@template("code-role", "dev", "gitlab", "Which role does @{user} have in the project {project}?")
def role(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        rows = (
            dbs["code"]
            .execute(
                "select m.role, a.name from member m join account a on a.id = m.account where project = ? and role != 'Owner'",
                (project["id"],),
            )
            .fetchall()
        )
        row = rng.choice(rows)
        gold = [*_to(project), link("Members"), stop(row["role"])]
        yield Draft({"user": row["name"], "project": _named(project)}, said(row["role"]), gold)


@template(
    "code-no-phone",
    "test",
    "gitlab",
    "What is the phone number of the owner of the project {project}?",
    count=2,
)
def no_phone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng, "p.visibility = 'public' and p.owner != 1"):
        gold = [*_to(project), link(project["name"]), stop("N/A")]
        yield Draft({"project": _named(project)}, not_achievable(), gold)


@template(
    "code-issues-labelled",
    "train",
    "gitlab",
    'Show me the open issues of the project {project} with the label "{label}".',
)
def issues_labelled(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        label = rng.choice(("bug", "feature", "documentation", "question"))
        url = f"{_url(project)}/-/issues?label_name%5B%5D={label}"
        yield Draft(
            {"project": _named(project), "label": label},
            at(url),
            [*_to(project), link("Issues"), link(label), stop()],
        )


@template(
    "code-closed-issues", "test", "gitlab", "Show me the closed issues of the project {project}.", count=3
)
def closed_issues(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        url = f"{_url(project)}/-/issues?state=closed"
        yield Draft(
            {"project": _named(project)}, at(url), [*_to(project), link("Issues"), link("Closed"), stop()]
        )


@template("code-my-reviews", "dev", "gitlab", "Show me the merge requests that wait for my review.", count=1)
def my_reviews(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    url = f"{CODE}/dashboard/merge_requests?reviewer_username={ACCOUNT[0]}"
    yield Draft({}, at(url), [link("Reviews requested from me"), stop()])


@template("code-open-issue", "test", "gitlab", 'Open the issue "{title}" of the project {project}.')
def open_issue(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        row = rng.choice(
            dbs["code"]
            .execute("select * from issue where project = ? and state = 'opened'", (project["id"],))
            .fetchall()
        )
        gold = [
            *_to(project),
            link("Issues"),
            write("Search issues", row["title"], enter=True),
            link(row["title"]),
            stop(),
        ]
        yield Draft(
            {"title": row["title"], "project": _named(project)},
            at(f"{_url(project)}/-/issues/{row['iid']}"),
            gold,
        )


@template("code-star", "train", "gitlab", "Star the project {project}.")
def star(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng):
        judge = holds(check(_url(project), 'document.querySelector(".star-btn").outerText', exact="Unstar"))
        yield Draft({"project": _named(project)}, judge, [*_to(project), button("Star"), stop()])


@template("code-fork", "test", "gitlab", "Fork the project {project}.", count=3)
def fork(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng, "p.visibility = 'public' and p.owner != 1"):
        page = f"{CODE}/{ACCOUNT[0]}/{project['path']}"
        judge = holds(
            check(
                page, 'document.querySelector(".home-panel-description").outerText', project["description"]
            ),
            url=page,
        )
        yield Draft({"project": _named(project)}, judge, [*_to(project), button("Fork"), stop()])


@template(
    "code-new-project",
    "train",
    "gitlab",
    'Make a {visibility} project named "{name}" with the description "{about}".',
)
def new_project(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for name, about in rng.sample(
        (
            ("snowdrift", "Counts flakes"),
            ("teacup", "Timers for tea"),
            ("fernbook", "A diary of ferns"),
            ("tramline", "Tram times"),
            ("nettle", "Lints prose"),
        ),
        5,
    ):
        visibility = rng.choice(("private", "public"))
        gold = [
            link("New project"), write("Project name", name), write("Project description", about),
            click("radio", visibility.capitalize()), button("Create project"), stop(),
        ]  # fmt: skip
        page = f"{CODE}/{ACCOUNT[0]}/{name}"
        judge = holds(
            check(
                page,
                'document.querySelector(".visibility-icon").getAttribute("title")',
                visibility.capitalize(),
            ),
            check(page, 'document.querySelector(".home-panel-description").outerText', exact=about),
            url=page,
        )
        yield Draft({"visibility": visibility, "name": name, "about": about}, judge, gold)


@template(
    "code-new-issue",
    "train",
    "gitlab",
    'Open an issue in the project {project} with the title "{title}" and the label "{label}".',
)
def new_issue(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    titles = (
        "Crash at midnight",
        "Please support Basque",
        "The icon is blurred",
        "Docs: broken link",
        "Slow start on Sundays",
    )
    for project, title in zip(_projects(dbs["code"], rng), titles, strict=False):
        label = rng.choice(("bug", "feature", "question"))
        gold = [
            *_to(project), link("Issues"), link("New issue"), write("Title", title), choose("Label", label),
            button("Create issue"), stop(),
        ]  # fmt: skip
        iid = (
            dbs["code"]
            .execute("select max(iid) from issue where project = ?", (project["id"],))
            .fetchone()[0]
            + 1
        )
        page = f"{_url(project)}/-/issues/{iid}"
        judge = holds(
            check(page, "document.title", title),
            check(page, 'document.querySelector(".labels").outerText', exact=label),
            url=page,
        )
        yield Draft({"project": _named(project), "title": title, "label": label}, judge, gold)


@template(
    "code-comment-merge",
    "test",
    "gitlab",
    'Comment on the merge request "{title}" of the project {project} with "{text}".',
)
def comment_merge(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        "Looks good to me",
        "Please add a test",
        "Can we merge this soon",
        "The name is too long",
        "Nice work",
    )
    for project, text in zip(_projects(dbs["code"], rng), texts, strict=False):
        rows = (
            dbs["code"]
            .execute("select * from merge where project = ? and state = 'opened'", (project["id"],))
            .fetchall()
        )
        once = [r for r in rows if sum(o["title"] == r["title"] for o in rows) == 1]
        if once:
            row = rng.choice(once)
            page = f"{_url(project)}/-/merge_requests/{row['iid']}"
            gold = [
                *_to(project),
                link("Merge requests"),
                link(row["title"]),
                write("Comment", text),
                button("Comment"),
                stop(),
            ]
            judge = holds(check(page, NOTES, f"@{ACCOUNT[0]}", text))
            yield Draft({"title": row["title"], "project": _named(project), "text": text}, judge, gold)


@template(
    "code-close-issue", "train", "gitlab", 'Close the issue "{title}" of my project {project}.', count=3
)
def close_issue(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng, "p.owner = 1"):
        rows = (
            dbs["code"]
            .execute("select * from issue where project = ? and state = 'opened'", (project["id"],))
            .fetchall()
        )
        row = rng.choice(rows)
        gold = [
            *_to(project), link("Issues"), write("Search issues", row["title"], enter=True), link(row["title"]),
            button("Close issue"), stop(),
        ]  # fmt: skip
        page = f"{_url(project)}/-/issues/{row['iid']}"
        yield Draft(
            {"title": row["title"], "project": _named(project)},
            holds(check(page, 'document.querySelector(".status-box").outerText', exact="Closed")),
            gold,
        )


@template("code-invite", "test", "gitlab", "Invite @{user} to my project {project} as a {role}.", count=3)
def invite(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng, "p.owner = 1"):
        user = rng.choice(
            dbs["code"]
            .execute(
                "select * from account where id > 1 and id not in (select account from member where project = ?)",
                (project["id"],),
            )
            .fetchall()
        )["name"]
        wanted = rng.choice(("Guest", "Reporter", "Developer", "Maintainer"))
        gold = [
            *_to(project), link("Members"), write("Username", user), choose("Select a role", wanted), button("Invite"), stop(),
        ]  # fmt: skip
        call = f"func:gitlab_get_project_memeber_role(__page__, '{user}')"
        judge = holds(check(f"{_url(project)}/-/project_members", call, exact=wanted))
        yield Draft({"user": user, "project": _named(project), "role": wanted}, judge, gold)


@template("code-status", "dev", "gitlab", 'Set my status to "{text}".', count=3)
def status(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for text in rng.sample(("On a train", "Back in May", "Reading only", "Out in the garden"), 4):
        gold = [link("Edit profile"), write("Your status", text), button("Update profile settings"), stop()]
        yield Draft(
            {"text": text},
            holds(
                check(f"{CODE}/{ACCOUNT[0]}", 'document.querySelector(".cover-status").outerText', exact=text)
            ),
            gold,
        )


@template("code-follow", "train", "gitlab", "Follow the owner of the project {project}.", count=3)
def follow(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    for project in _projects(dbs["code"], rng, "p.visibility = 'public' and p.owner != 1"):
        full = dbs["code"].execute("select full from account where id = ?", (project["owner"],)).fetchone()[0]
        gold = [*_to(project), link("Members"), link(full), button("Follow"), stop()]
        judge = holds(
            check(
                f"{CODE}/users/{ACCOUNT[0]}/following",
                'document.querySelector(".user-list").outerText',
                f"@{project['owner_name']}",
            ),
            url=f"{CODE}/{project['owner_name']}",
        )
        yield Draft({"project": _named(project)}, judge, gold)


@template(
    "code-milestone",
    "test",
    "gitlab",
    'Make a milestone "{title}" in my project {project} that is due on {due}.',
    count=3,
)
def milestone(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    titles = (("Second edition", "2026-06-30"), ("Cleaning up", "2026-05-15"), ("Big rewrite", "2027-01-31"))
    for project, (title, due) in zip(_projects(dbs["code"], rng, "p.owner = 1"), titles, strict=False):
        gold = [
            *_to(project), link("Milestones"), write("Title", title), write("Due Date", due), button("Create milestone"), stop(),
        ]  # fmt: skip
        page = f"{_url(project)}/-/milestones"
        judge = holds(
            check(page, 'document.querySelector(".milestones").outerText', f"{title} (due {due})"), url=page
        )
        yield Draft({"title": title, "project": _named(project), "due": due}, judge, gold)


@template(
    "code-edit-file",
    "test",
    "gitlab",
    'Replace the content of the file LICENSE in my project {project} by "{text}", with the commit message "{message}".',
    count=3,
)
def edit_file(dbs: Databases, rng: random.Random) -> Iterator[Draft]:
    texts = (
        ("Apache License 2.0", "Change the license"),
        ("The Unlicense", "Give it away"),
        ("BSD 2-Clause License", "Simplify the license"),
    )
    for project, (text, message) in zip(_projects(dbs["code"], rng, "p.owner = 1"), texts, strict=False):
        gold = [
            *_to(project), link("LICENSE"), link("Edit"), write("File content", text), write("Commit message", message),
            button("Commit changes"), stop(),
        ]  # fmt: skip
        judge = holds(
            check(
                f"{_url(project)}/-/blob/main/LICENSE",
                'document.querySelector(".file-content").outerText',
                exact=text,
            ),
            check(f"{_url(project)}/-/commits/main", 'document.querySelector(".commits").outerText', message),
        )
        yield Draft({"project": _named(project), "text": text, "message": message}, judge, gold)

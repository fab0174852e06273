from __future__ import annotations

import pytest

from agentgym.environments.webarena.authoring.code import ACCOUNT
from tests.environments.webarena.site.client import Client


@pytest.fixture
def code() -> Client:
    return Client("gitlab")


def mine(code: Client) -> str:
    row = code.hosting.databases["code"].execute("select path from project where owner = 1").fetchone()
    return f"/{ACCOUNT[0]}/{row['path']}"


def test_a_private_project_is_seen_by_its_members_alone(code: Client) -> None:
    db = code.hosting.databases["code"]
    db.execute("update project set visibility = 'private'")
    assert "Project ID" in code.get(mine(code))
    path = mine(code)
    code.log_out()
    code.get(path)
    assert code.status == 404
    assert "Nothing was found" in code.get("/explore")


def test_issues_are_filtered(code: Client) -> None:
    root = mine(code)
    every = code.get(f"{root}/-/issues?state=all")
    assert "18 issues" in every
    bugs = code.get(f"{root}/-/issues?state=all&label_name%5B%5D=bug")
    assert "18 issues" not in bugs
    assert "0 issues" in code.get(f"{root}/-/issues?search=nothing+like+this")


def test_an_issue_s_life(code: Client) -> None:
    root = mine(code)
    fields = {
        "issue[title]": "A <title>",
        "issue[description]": "why",
        "issue[label]": "bug",
        "issue[due_date]": "",
    }
    page = code.post(f"{root}/-/issues/new", **fields)
    assert "A &lt;title&gt;" in page and "bug" in page
    path = code.url
    assert "Closed" in code.post(f"{path}/close")
    assert "said" in code.post(f"{path}/note", note="said")
    assert ACCOUNT[0] in code.post(f"{path}/assign")
    assert "needs a title" in code.post(f"{root}/-/issues/new", **{"issue[title]": ""})


def test_only_members_change_a_project(code: Client) -> None:
    row = (
        code.hosting.databases["code"]
        .execute(
            "select a.name, p.path from project p join account a on a.id = p.owner where p.visibility = 'public' "
            "and p.id not in (select project from member where account = 1)"
        )
        .fetchone()
    )
    root = f"/{row['name']}/{row['path']}"
    code.get(f"{root}/-/new/main")
    assert code.status == 403
    code.post(f"{root}/-/project_members", username=ACCOUNT[0], role="Maintainer")
    assert code.status == 403
    assert "Only members" in code.post(f"{root}/-/issues/1/close")


def test_making_starring_forking_and_following(code: Client) -> None:
    page = code.post("/projects/new", **{"project[name]": "New thing", "project[visibility_level]": "public"})
    assert "New thing" in page and code.url == f"/{ACCOUNT[0]}/new-thing"
    assert "name of its own" in code.post(
        "/projects/new", **{"project[name]": "New thing", "project[visibility_level]": "public"}
    )
    other = (
        code.hosting.databases["code"]
        .execute(
            "select a.name, p.path from project p join account a on a.id = p.owner "
            "where p.owner != 1 and p.visibility = 'public'"
        )
        .fetchone()
    )
    assert "Unstar" in code.post(f"/{other['name']}/{other['path']}/-/star")
    assert "successfully forked" in code.post(f"/{other['name']}/{other['path']}/-/fork")
    assert "Unfollow" in code.post(f"/users/{other['name']}/follow")


def test_files_and_commits(code: Client) -> None:
    root = mine(code)
    page = code.post(f"{root}/-/edit/main/LICENSE", content="free", commit_message="Free it")
    assert "free" in page
    assert "Free it" in code.get(f"{root}/-/commits/main")
    assert "commits" in code.get(f"{root}/-/graphs/main")
    soon = {"milestone[title]": "x", "milestone[due_date]": "soon"}
    assert "a due date as" in code.post(f"{root}/-/milestones", **soon)

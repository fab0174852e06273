from __future__ import annotations

import pytest

from agentgym.environments.webarena.authoring.forum import ACCOUNT
from tests.environments.webarena.site.client import Client


@pytest.fixture
def forum() -> Client:
    return Client("reddit")


def test_lists_in_their_orders(forum: Client) -> None:
    for sort in ("hot", "new", "top", "most_commented"):
        assert "Submitted by" in forum.get(f"/f/books/{sort}")
    assert "Books" in forum.get("/f/BOOKS")
    assert forum.get("/f/nothing") and forum.status == 404


def test_posting_commenting_and_answering(forum: Client) -> None:
    page = forum.post("/submit", title="A title <b>", body="a body", forum=1)
    assert "A title &lt;b&gt;" in page and "a body" in page
    path = forum.url
    number = path.split("/")[3]
    assert "a comment" in forum.post(f"/f/books/{number}/-/comment", comment="a comment")
    db = forum.hosting.databases["forum"]
    above = db.execute("select max(id) from comment").fetchone()[0]
    assert "Reply to" in forum.get(f"/f/books/{number}/-/reply/{above}")
    assert "margin-left:24px" in forum.post(f"/f/books/{number}/-/comment", comment="below", parent=above)
    assert "needs a title" in forum.post("/submit", title="x", url="javascript:1", forum=1)


def test_a_vote_counts_once_and_is_taken_back(forum: Client) -> None:
    before = forum.get("/f/books/1")
    up = forum.post("/vote/submission/1", choice="up")
    assert "vote--user-upvoted" in up and "vote--user-upvoted" not in before
    assert "vote--user-upvoted" not in forum.post("/vote/submission/1", choice="up")
    assert "vote--user-downvoted" in forum.post("/vote/submission/1", choice="down")


def test_only_one_s_own_can_be_changed(forum: Client) -> None:
    forum.post("/f/books/1/-/delete")
    assert forum.status == 403
    forum.post("/user/somebody/edit_biography", biography="x")
    assert forum.status == 404
    assert "new words" in forum.post(f"/user/{ACCOUNT[0]}/edit_biography", biography="new words")


def test_a_guest_reads_and_is_led_to_the_log_in(forum: Client) -> None:
    forum.log_out()
    assert "Submitted by" in forum.get("/f/books")
    assert "Log in" in forum.post("/submit", title="x", forum=1)
    assert "Invalid credentials" in forum.post("/login", _username=ACCOUNT[0], _password="x")
    assert ACCOUNT[0] in forum.post("/login", _username=ACCOUNT[0], _password=ACCOUNT[1])


def test_making_a_forum(forum: Client) -> None:
    page = forum.post("/create_forum", name="kites", title="Kites", description="Wind", sidebar="Rules")
    assert "Wind" in page and "Edit forum" in page
    assert "free name" in forum.post(
        "/create_forum", name="kites", title="Kites", description="Wind", sidebar=""
    )

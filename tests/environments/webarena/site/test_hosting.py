from __future__ import annotations

from agentgym.environments.webarena.site.hosting import SITES, Hosting, address
from agentgym.environments.webarena.site.store import Databases, fresh
from tests.environments.webarena.site.client import Client


def test_other_hosts_are_refused() -> None:
    hosting = Hosting()
    hosting.begin()
    for url in (
        "http://127.0.0.1/",
        "http://example.org/",
        "http://shop.test.evil.org/",
        "http://shop.test/favicon.ico",
    ):
        assert hosting.answer("GET", url, {}, b"") is None


def test_an_episode_sees_nothing_of_another() -> None:
    first, second = Client("reddit"), Client("reddit")
    first.post("/submit", title="Only here", forum=1)
    assert "Only here" in first.get("/f/books/new")
    assert "Only here" not in second.get("/f/books/new")
    first.hosting.begin()
    assert "Only here" not in first.get("/f/books/new")


def test_requests_are_kept_in_their_order() -> None:
    shop = Client("shopping")
    shop.get("/")
    shop.post("/wishlist/index/add/1/")
    assert [(e.method, e.status) for e in shop.hosting.exchanges] == [
        ("GET", 200),
        ("POST", 302),
        ("GET", 200),
    ]


def test_a_database_is_a_copy() -> None:
    one, other = fresh("shop"), fresh("shop")
    one.execute("delete from product")
    assert other.execute("select count(*) from product").fetchone()[0] > 200
    databases = Databases()
    assert databases["shop"] is databases["shop"]


def test_the_page_of_sites_and_the_encyclopedia() -> None:
    assert address("wikipedia") in Client("homepage").get("/")
    wiki = Client("wikipedia")
    assert "articles" in wiki.get("/")
    assert wiki.get("/wiki/No_such_thing") and wiki.status == 404
    assert set(SITES) >= {"shopping", "reddit", "wikipedia"}

"""What a page does, the same on both drivers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agentgym.browser import Browser, BrowserMissing, Page, PageError, open_browser
from agentgym.browser.interface import DRIVERS
from agentgym.errors import UnknownNameError
from tests.browser.sites import at, site

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module", params=DRIVERS)
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    if request.param == "selenium":
        pytest.importorskip("selenium", reason="selenium is not installed; extra browser")
    try:
        opened = open_browser(request.param)
        with opened:
            yield opened
    except BrowserMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.open(site=site)
    yield opened
    opened.end()


def said(page: Page) -> str:
    return str(page.evaluate("() => document.querySelector('pre').textContent"))


def test_pages_are_opened_by_links_forms_and_the_history(page: Page) -> None:
    page.goto("http://shop.test/one")
    assert (page.url, page.title) == ("http://shop.test/one", "one")
    page.click(*at("go"))
    assert said(page) == "GET /two?x=1  cookie=n=1"
    page.click(*at("field"))
    page.type("Hällo ☕ 1+1")
    assert page.evaluate("() => q.value") == "Hällo ☕ 1+1"
    page.press("Control+A")
    page.press("Backspace")
    page.type("Ab c")
    page.press("Enter")
    assert said(page) == "POST /form q=Ab+c cookie=n=1"
    page.back()
    assert page.url.endswith("/two?x=1")
    page.back()
    assert page.url.endswith("/one")
    page.forward()
    assert page.url.endswith("/two?x=1")
    page.reload()
    assert said(page) == "GET /two?x=1  cookie=n=1"
    with pytest.raises(UnknownNameError, match="Enter"):
        page.press("Entre")


def test_mouse_wheel_double_clicks_and_drags(page: Page) -> None:
    page.goto("http://shop.test/mouse")
    page.click(*at("double"), clicks=2)
    assert page.title == "twice"
    page.drag(50, 350, 250, 350)
    assert page.title == "dragged 250"
    page.scroll(0, 300, 400, 400)
    assert page.evaluate("() => scrollY") == 300
    page.move(10, 10)


def test_scripts_take_and_give_json_and_their_errors_are_the_pages(page: Page) -> None:
    page.goto("http://shop.test/scripts")
    assert page.evaluate("(a, b) => ({sum: a + b.n, text: 'ä\\u2028'})", 1, {"n": 2}) == {
        "sum": 3,
        "text": "ä\u2028",
    }
    assert page.evaluate("() => new Promise(done => setTimeout(() => done([null, true]), 5))") == [None, True]
    with pytest.raises(PageError, match="broken"):
        page.evaluate("() => { throw new Error('broken'); }")
    with pytest.raises(PageError):
        page.goto("http://shop.test/gone")


def test_the_trees_say_what_there_is_and_where(page: Page) -> None:
    page.goto("http://shop.test/trees")
    page.click(*at("field"))
    page.type("x")
    nodes = page.accessibility()
    assert nodes[0]["role"]["value"] == "RootWebArea"
    link = next(n for n in nodes if n["role"]["value"] == "link" and n["name"]["value"] == "go")
    assert link["bounds"] == (10, 10, 40, 20)
    assert page.locate(link["backendDOMNodeId"]) == (30, 20)
    assert page.locate(10**6) is None
    tree = page.dom()
    field = next(n for n in tree if n.attributes.get("id") == "q")
    assert (field.name, field.value, field.bounds) == ("input", "x", (10, 40, 200, 20))
    assert tree[field.parent].name == "form"
    assert page.screenshot((0, 0, 16, 21))[16:24] == bytes([0, 0, 0, 16, 0, 0, 0, 21])
    assert page.screenshot()[16:24] == (1280).to_bytes(4, "big") + (720).to_bytes(4, "big")


def test_dialogs_popups_downloads_and_tabs_are_ordinary(page: Page) -> None:
    page.goto("http://shop.test/many")
    page.click(*at("alert"))
    assert (page.dialogs(), page.title) == (["hey"], "alerted")
    page.click(*at("storm"))
    assert page.dialogs() == [str(i) for i in range(20)]
    page.click(*at("download"))
    assert page.url.endswith("/many")
    page.click(*at("popup"))
    first, popup = page.tabs()
    assert first is page and popup.url.endswith("/popup")
    popup.focus()
    popup.evaluate("() => setTimeout(() => window.close(), 0) && 0")
    page.settle()
    assert page.tabs() == [page] and popup.closed
    with pytest.raises(PageError, match="closed"):
        popup.goto("http://shop.test/")
    other = page.new_tab("http://shop.test/other")
    assert [t.url.rpartition("/")[2] for t in page.tabs()] == ["many", "other"]
    other.close()
    assert other.closed and not page.closed
    assert page.evaluate("() => 1") == 1


def test_a_context_has_cookies_of_its_own_and_no_network(page: Page, browser: Browser) -> None:
    page.goto("http://shop.test/cookies")
    assert [(c["name"], c["value"]) for c in page.cookies()] == [("n", "1")]
    other = browser.open(site=site, timezone="Asia/Tokyo", size=(320, 200))
    try:
        assert other.cookies() == []
        other.set_cookies([{"name": "m", "value": "2", "url": "http://shop.test/"}])
        other.goto("http://shop.test/cookies")
        assert "m=2" in said(other)
        zone = "() => Intl.DateTimeFormat().resolvedOptions().timeZone"
        assert [other.evaluate(zone), page.evaluate(zone)] == ["Asia/Tokyo", "UTC"]
        assert other.evaluate("() => [innerWidth, innerHeight]") == [320, 200]
        # A WebSocket is no request that a site is asked about.
        closed = """() => new Promise(done => {
          const socket = new WebSocket('ws://127.0.0.1:22');
          socket.onerror = () => done('refused'); socket.onopen = () => done('open');
        })"""
        assert other.evaluate(closed) == "refused"
        assert other.evaluate("() => fetch('http://127.0.0.1/gone').catch(e => 'refused')") == "refused"
    finally:
        other.end()


def test_pictures_show_a_part_and_the_page_does_not_notice(browser: Browser) -> None:
    page = browser.open(site=site, size=(500, 400), shown=(160, 210))
    page.goto("http://shop.test/one")
    assert page.screenshot()[16:24] == bytes([0, 0, 0, 160, 0, 0, 0, 210])
    assert page.evaluate("() => [innerWidth, innerHeight]") == [500, 400]
    page.click(*at("double"), clicks=2)  # Beside what is shown.
    assert page.title == "twice"
    page.end()

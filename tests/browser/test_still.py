"""A browser whose pages draw when they are told to: what happens with frames happens then, and not before."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agentgym.browser import Browser, BrowserMissing, Page, PageError, headless_path, open_browser
from tests.browser.sites import site

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        if "headless" not in Path(headless_path()).name:
            pytest.skip("chromium-headless-shell alone draws when it is told to")
        opened = open_browser(still=True)
    except BrowserMissing as error:
        pytest.skip(str(error))
    with opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.open(site=site, size=(500, 400), settle=False)
    opened.goto("http://shop.test/one")
    yield opened
    opened.end()


def test_a_script_hears_of_a_frame_when_one_is_drawn(page: Page) -> None:
    page.evaluate("() => { window.n = 0; const f = () => { n++; requestAnimationFrame(f); }; f(); }")
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert page.evaluate("() => n") == 1
    page.draw()
    page.draw()  # One frame, as nothing was asked in between.
    assert page.evaluate("() => n") == 2
    page.evaluate("() => { onscroll = () => { window.told = scrollY; }; scrollTo(0, 100); }")
    assert page.evaluate("() => window.told") is None
    page.draw()
    assert page.evaluate("() => told") == 100


def test_inputs_are_handled(page: Page) -> None:
    page.move(20, 20)
    assert page.evaluate("() => document.querySelector('a:hover').textContent") == "go"
    page.drag(10, 310, 202, 350, moves=4)
    assert page.title == "dragged 202"
    assert page.evaluate("() => way") == [58, 106, 154, 202]
    page.click(220, 100, clicks=2)
    assert page.title == "twice"
    page.click(100, 50)
    page.type("Hällo ☕ 1+1")
    page.press("Control+A")
    page.type("b\u00e9d")
    assert page.evaluate("() => q.value") == "b\u00e9d"
    with pytest.raises(PageError, match="no wheel"):
        page.scroll(0, 120, 100, 350)


def test_a_picture_is_of_what_is_there_now(page: Page) -> None:
    page.evaluate("() => { document.body.innerHTML = ''; }")
    empty = page.screenshot((0, 0, 160, 210))
    page.evaluate("() => { document.body.style.background = 'linear-gradient(red, blue)'; }")
    drawn = page.screenshot((0, 0, 160, 210))
    assert drawn != empty
    assert struct.unpack(">II", drawn[16:24]) == (160, 210)
    assert struct.unpack(">II", page.screenshot()[16:24]) == (500, 400)


def test_pages_draw_side_by_side(browser: Browser) -> None:
    pages = [browser.open(site=site, size=(500, 400), settle=False) for _ in range(4)]

    def frames(page: Page) -> object:
        page.goto("http://shop.test/one")
        page.evaluate("() => { window.n = 0; const f = () => { n++; requestAnimationFrame(f); }; f(); }")
        for _ in range(30):
            page.draw()
            page.evaluate("() => 0")
        return page.evaluate("() => n")

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(frames, pages)) == [31] * 4
    for page in pages:
        page.end()
    assert browser.alive

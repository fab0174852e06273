"""A browser whose pages draw when they are told to: what happens with frames happens then, and not before."""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agentgym.browser import (
    Browser,
    BrowserGone,
    BrowserMissing,
    Page,
    PageError,
    headless_path,
    open_browser,
)
from tests.browser.patience import impatient
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


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def displays(browser: Browser) -> set[int]:
    return {pid for pid in browser.pids if b"type=gpu-process" in command_line(pid)}


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


LOOPS = "for (;;);", "for (;;) alert('more');"


@pytest.mark.parametrize("loop", LOOPS)
def test_a_page_that_hangs_in_a_frame_leaves_the_others_theirs(
    browser: Browser, page: Page, loop: str
) -> None:
    other = browser.open(site=site, size=(500, 400), settle=False)
    other.goto("http://shop.test/one")
    picture, before = other.screenshot(), displays(browser)
    page.evaluate(f"() => {{ onmousemove = () => {{ {loop} }}; }}")
    with impatient(browser, 1.0), pytest.raises(BrowserGone, match="hangs"):
        page.move(20, 30)
    assert other.screenshot() == picture
    assert len(before) == 1 and displays(browser) == before
    page.end()
    assert other.screenshot() == picture
    other.end()


def test_a_renderer_that_hangs_in_a_frame_goes_with_its_page(browser: Browser) -> None:
    other = browser.open(site=site, size=(500, 400), settle=False)
    other.goto("http://shop.test/one")
    picture, before = other.screenshot(), set(browser.pids)
    page = browser.open(site=site, size=(500, 400), settle=False)
    page.goto("http://shop.test/one")
    page.screenshot()
    renderers = [pid for pid in set(browser.pids) - before if b"type=renderer" in command_line(pid)]
    for pid in renderers:
        os.kill(pid, signal.SIGSTOP)
    page.draw()
    with impatient(browser, 1.0), pytest.raises(BrowserGone, match="hangs"):
        page.evaluate("() => 1")
    assert renderers and page.closed
    assert other.screenshot() == picture
    other.end()

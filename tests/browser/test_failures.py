"""Pages and browsers that hang, crash or are killed: a failure of the machinery, and the next one works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentgym.browser import BrowserGone, BrowserMissing, PageError, SiteRequest, SiteResponse, headless_path
from agentgym.browser.pool import SharedBrowsers, memory_of
from agentgym.processes.guard import naming
from tests.browser.patience import impatient
from tests.browser.sites import site

try:
    headless_path()
except BrowserMissing as error:
    pytest.skip(f"no Chromium here: {error}", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browsers() -> Iterator[SharedBrowsers]:
    shared = SharedBrowsers()
    yield shared
    shared.close()


def works(browsers: SharedBrowsers) -> bool:
    page = browsers.open(site=site)
    try:
        page.goto("http://shop.test/fine")
        return page.title == "fine"
    finally:
        page.end()


def test_a_page_in_an_endless_loop_takes_no_other_with_it(browsers: SharedBrowsers) -> None:
    page, other = browsers.open(site=site), browsers.open(site=site)
    before = browsers.get()
    other.goto("http://shop.test/other")
    page.goto("http://shop.test/loop")
    with impatient(browsers.get()), pytest.raises(BrowserGone, match="hangs"):
        page.evaluate("() => { for (;;) ; }")
    assert other.evaluate("() => 1 + 1") == 2
    page.end()
    other.end()
    assert works(browsers) and browsers.get() is before


def test_a_killed_renderer_is_a_crashed_page(browsers: SharedBrowsers) -> None:
    page = browsers.open(site=site)
    page.goto("http://shop.test/renderer")
    for pid in browsers.get().pids:
        if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    with pytest.raises(BrowserGone, match="crashed"):
        page.evaluate("() => 1")
    page.end()
    assert works(browsers)


def test_a_killed_browser_is_replaced(browsers: SharedBrowsers) -> None:
    page, before = browsers.open(site=site), browsers.get()
    for pid in before.pids:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(BrowserGone):
        page.goto("http://shop.test/killed")
    page.end()
    assert works(browsers) and browsers.get() is not before


def test_a_browser_that_is_stopped_is_replaced(browsers: SharedBrowsers) -> None:
    before = browsers.get()
    for pid in before.pids:
        os.kill(pid, signal.SIGSTOP)
    with impatient(browsers.get()):
        assert works(browsers)
    assert browsers.get() is not before and before.ended


def test_a_browser_that_has_grown_ends_with_its_last_page() -> None:
    browsers = SharedBrowsers(most_memory=1, look_every=3)
    assert works(browsers)
    before = browsers.get()
    assert memory_of(before.pids) > 10 << 20
    page = browsers.open(site=site)
    while browsers.get() is before:  # A byte is the most that it may have.
        assert works(browsers)
    page.goto("http://shop.test/still")
    assert page.title == "still"
    page.end()
    while not before.ended:
        assert works(browsers)
    browsers.close()


def test_a_page_of_a_hundred_megabytes_and_endless_dialogs(browsers: SharedBrowsers) -> None:
    def big(request: SiteRequest) -> SiteResponse:
        size = int(request.url.rpartition("/")[2]) << 20
        return SiteResponse(200, [("Content-Type", "text/html")], b"<title>big</title><!--" + b"x" * size)

    page = browsers.open(site=big)
    page.goto("http://shop.test/8")
    assert page.title == "big"
    with pytest.raises(PageError, match="opened"):
        page.goto("http://shop.test/65")
    assert (
        page.evaluate(
            "() => { document.body.append(document.createComment('x'.repeat(100 << 20))); return 1; }"
        )
        == 1
    )
    with impatient(browsers.get()), pytest.raises(BrowserGone, match="hangs"):
        page.evaluate("() => { for (;;) alert('more'); }")
    assert page.dialogs()[:2] == ["more", "more"]
    page.end()
    assert works(browsers)


def test_a_killed_owner_leaves_no_browser() -> None:
    code = (
        "from agentgym.browser import open_browser; import time; b = open_browser();"
        "print(b._connection._process.folder, flush=True); time.sleep(60)"
    )
    root = str(Path(__file__).parents[2])
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))},
    )
    assert owner.stdout is not None
    folder = owner.stdout.readline().strip()
    assert naming(folder)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 20
    while (naming(folder) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not naming(folder) and not Path(folder).exists()

"""What pages do to the agent's browser is seen, and does no harm."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

import gymnasium as gym
import pytest

from agentgym.actions import Action
from agentgym.browser.interface import BrowserGone
from agentgym.browser.pool import BROWSERS
from agentgym.environments.webarena import tasks
from agentgym.environments.webarena.world.session import Session
from agentgym.tasks import Task
from tests.environments.webarena.browser import needs_browser, page_of

pytestmark = needs_browser
PAGE = "<!doctype html><title>{}</title><body>{}</body>"
PAGES = {
    "/": PAGE.format(
        "Start",
        "<a href='/other' target=_blank>In a new tab</a> <button onclick='window.close()'>Close me</button> "
        "<button onclick='for (let i = 0; i < 30; i++) alert(i)'>Storm</button> <a href='/file' download>File</a> "
        "<label>Name <input value=old></label> <div style='height:3000px'></div><button>Below</button>",
    ),
    "/other": PAGE.format("Other", "<h1>Other</h1>"),
    "/file": "contents",
}  # fmt: skip


def click(session: Session, name: str) -> None:
    number = next(n for n, e in session.seen.elements.items() if e.name == name)
    session.perform(Action(name="click", arguments={"element": number}))


def kill() -> None:
    for pid in BROWSERS.get().get("devtools").pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def begun(page: Any, **options: Any) -> Session:
    session = Session(page, **options)
    session.begin(["http://site.test/"])
    session.observe()
    return session


def test_a_tab_that_a_page_opens_is_in_front() -> None:
    with page_of(PAGES) as page:
        session = begun(page)
        click(session, "In a new tab")
        assert session.observe().startswith("Tab 0: Start | Tab 1 (current): Other")


def test_dialogs_are_told_and_answered() -> None:
    with page_of(PAGES) as page:
        session = begun(page)
        click(session, "Storm")
        told = session.observe()
        assert "Dialog: 0" in told and "Dialog: 29" in told
        assert "Dialog" not in session.observe()


def test_a_download_leaves_the_page() -> None:
    with page_of(PAGES) as page:
        session = begun(page)
        click(session, "File")
        assert "Start" in session.observe()


def test_a_page_that_closes_its_own_tab_leaves_another_one() -> None:
    with page_of(PAGES) as page:
        session = begun(page)
        click(session, "In a new tab")
        session.observe()
        session.page.close()
        assert session.observe().startswith("Tab 0 (current): Start")


def test_typing_replaces_or_goes_on() -> None:
    for clears, holds in ((True, "new"), (False, "oldnew")):
        with page_of(PAGES) as page:
            session = begun(page, clears=clears)
            number = next(n for n, e in session.seen.elements.items() if e.role == "textbox")
            assert session.element(number).value == "old"
            if not clears:
                session.perform(Action(name="press", arguments={"keys": "End"}))
            given = {"element": number, "text": "new", "enter": False}
            session.perform(Action(name="type", arguments=given))
            value = session.page.evaluate("() => document.querySelector('input').value")
            assert value == holds or (not clears and sorted(value) == sorted(holds))


def test_whole_pages() -> None:
    with page_of(PAGES) as page:
        session = begun(page)
        assert "Below" not in session.seen.text
        session.whole = True
        assert "Below" in session.observe()
        click(session, "Below")
        assert session.page.evaluate("() => scrollY") > 1000


def test_a_browser_that_is_killed_is_a_failure_and_the_next_episode_is_played() -> None:
    env = gym.make("AgentTune/WebArena-v0", split="train", action_format="native").unwrapped
    task = Task(id="shop-wish-0", data=tasks.embedded()["shop-wish-0"], split="train")
    first, _ = env.reset(seed=0, options={"task": task})
    kill()
    with pytest.raises(BrowserGone):
        env.step("scroll [down]")
    assert env.reset(seed=0, options={"task": task})[0] == first
    kill()
    assert env.reset(seed=0, options={"task": task})[0] == first
    env.close()

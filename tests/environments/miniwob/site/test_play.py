"""The pages for a person."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from agentgym.browser import open_page
from agentgym.browser.site import SiteServer
from agentgym.environments.miniwob.site import play


def wait(until: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_person_plays_and_the_reward_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(app: Any, title: str, **options: Any) -> None:
        with SiteServer(app) as server:
            page = open_page()
            page.goto(server.url)
            assert page.evaluate("() => document.links.length") == 10
            page.goto(f"{server.url}{app.address('click-test-3')}")
            wait(
                lambda: page.evaluate(
                    "() => document.getElementById('sync-task-cover').style.display === 'none'"
                )
            )
            box = page.evaluate("() => document.getElementById('subbtn').getBoundingClientRect().toJSON()")
            page.click(box["x"] + 5, box["y"] + 5)
            wait(lambda: page.evaluate("() => document.body.innerText.includes('Raw reward')"))
            wait(lambda: bool(told))
            page.goto(f"{server.url}/nothing")
            page.end()

    told: list[str] = []
    monkeypatch.setattr(play, "serve_people", serve)
    monkeypatch.setattr(play.click, "echo", told.append)
    play.serve(None, {"pages": "click-test"})
    assert told == ["click-test-3: reward 1.0000 (raw 1)"]

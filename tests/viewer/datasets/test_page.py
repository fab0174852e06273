"""The page of a data set in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agentgym.errors import DependencyError
from tests.viewer.datasets.made import dataset
from tests.viewer.serving import served, wait

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def browser() -> Iterator[Any]:
    pytest.importorskip("selenium", reason="selenium is not installed")
    from agentgym.browser import Chromium

    try:
        chromium = Chromium()
    except DependencyError as missing:
        pytest.skip(str(missing))
    yield chromium.driver
    chromium.close()


def test_filters_loss_flags_marks_and_hostile_rows(browser: Any, tmp_path: Path) -> None:
    address = served(dataset(tmp_path))

    def all_of(css: str) -> list[str]:
        return [e.text for e in browser.find_elements("css selector", css)]

    browser.get(address)
    wait(lambda: browser.find_element("id", "count").text == "6 of 6 rows and dropped episodes")
    browser.find_element("css selector", "#state option[value=filter]").click()
    wait(lambda: browser.find_element("id", "count").text == "2 of 6 rows and dropped episodes")
    assert browser.current_url.endswith("/?state=filter") and all_of(".tag") == ["dropped: filter"] * 2
    browser.get(f"{address}/?marked=yes")
    wait(lambda: all_of("#table a") == ["chat_0"])
    browser.find_element("link text", "chat_0").click()
    wait(lambda: all_of(".loss") == ["not trained", "trained"])
    assert browser.current_url.endswith("/row/3")
    assert all_of("mark") == ["how many APPLES do they have"]
    shown = "return document.querySelector('.message .part').textContent.includes('<script>')"
    assert browser.execute_script(shown) and browser.title == "agentgym view"
    browser.find_element("id", "card").click()
    wait(lambda: "What was kept" in browser.find_element("id", "text").text)

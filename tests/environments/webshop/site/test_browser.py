"""The browser's shop beside the text shop, in a real Chromium."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import gymnasium
import pytest

import agentgym  # noqa: F401
from agentgym.errors import DependencyError

pytest.importorskip("selenium", reason="selenium is not installed; extra webshop")
pytest.importorskip("jinja2", reason="jinja2 is not installed; extra webshop")
from agentgym.browser import BrowserMissing, chromium_path, driver_path

try:
    chromium_path(), driver_path()
except BrowserMissing as error:
    pytest.skip(f"no Chromium here: {error}", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("browser")
ID = "AgentTune/WebShop-v0"


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Any, Any]]:
    """The same environment in the browser and in process."""
    with_browser, text = gymnasium.make(ID, browser=True), gymnasium.make(ID)
    yield with_browser.unwrapped, text.unwrapped
    with_browser.close()
    text.close()


def assert_same(browser: Any, text: Any, told: Any) -> None:
    """Compare what the page holds with what the text environment says."""
    assert browser.window.text() == text.session.text(), told
    assert browser.window.clickables() == list(dict.fromkeys(text.session.clickables())), told


@pytest.mark.parametrize("seed", range(4))
def test_random_visits_are_the_same_in_browser_and_text(pair: tuple[Any, Any], seed: int) -> None:
    browser, text = pair
    task = text.tasks.ids[seed * 7]
    rng = random.Random(seed)
    assert (
        browser.reset(seed=seed, options={"task": task})[0]
        == text.reset(seed=seed, options={"task": task})[0]
    )
    for _ in range(15):
        assert_same(browser, text, task)
        session = text.session
        if session.where in ("index", "results") and rng.random() < 0.4:
            action = f"search[{rng.choice(['long sleeve shirt', 'green tea', '<r>', 'zürich 🫖', ''])}]"
        else:
            action = f"click[{rng.choice([*session.clickables(), 'no such thing'])}]"
        message = f"Thought:\nnext\n\nAction:\n{action}"
        ours, theirs = browser.step(message), text.step(message)
        assert ours[:4] == theirs[:4], action
        if ours[2] or ours[3]:
            break


def test_the_expert_earns_its_reward_in_the_browser(pair: tuple[Any, Any]) -> None:
    browser, text = pair
    for task in text.tasks.ids[20:23]:
        browser.reset(seed=1, options={"task": task})
        reward, done = 0.0, False
        while not done:
            _, reward, terminated, truncated, _ = browser.step(browser.suggest("expert"))
            done = terminated or truncated
        assert reward == 1.0
        assert "Thank you for shopping" in browser.window.text()


def test_html_in_a_product_is_text(pair: tuple[Any, Any]) -> None:
    browser, _ = pair
    browser.reset(seed=0)
    hostile = "<script>document.title='owned'</script><b id=bold>x</b>"
    browser.step(f"Thought:\nt\n\nAction:\nsearch[{hostile}]")
    driver = browser.window.driver
    assert not driver.title.startswith("owned") and not driver.find_elements("id", "bold")
    assert driver.find_element("id", "keywords").get_attribute("value") == hostile


def test_a_screenshot_is_a_png(pair: tuple[Any, Any]) -> None:
    browser, text = pair
    browser.reset(seed=0)
    assert browser.screenshot()[:8] == b"\x89PNG\r\n\x1a\n"
    with pytest.raises(Exception, match="browser=True"):
        text.screenshot()


def test_no_browser_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CHROMIUM", "/no/such/chromium")
    with pytest.raises(DependencyError, match="apt-get install chromium chromium-driver"):
        gymnasium.make(ID, browser=True)

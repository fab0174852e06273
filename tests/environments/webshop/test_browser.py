"""The browser's shop beside the text shop, in a real Chromium."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium
import pytest

import agentgym  # noqa: F401
from agentgym.errors import DependencyError

pytest.importorskip("selenium", reason="the browser mode needs agentgym[browser]")
pytest.importorskip("flask", reason="the browser mode needs agentgym[browser]")
from agentgym.browser import BrowserMissing, Chromium, chromium_path, driver_path, watchdog

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
    assert browser._browser.text() == text.session.text(), told
    assert browser._browser.clickables() == list(dict.fromkeys(text.session.clickables())), told


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
        assert "Thank you for shopping" in browser._browser.text()


def test_html_in_a_product_is_text(pair: tuple[Any, Any]) -> None:
    browser, _ = pair
    browser.reset(seed=0)
    hostile = "<script>document.title='owned'</script><b id=bold>x</b>"
    browser.step(f"Thought:\nt\n\nAction:\nsearch[{hostile}]")
    driver = browser._browser.driver
    assert not driver.title.startswith("owned") and not driver.find_elements("id", "bold")
    assert driver.find_element("id", "keywords").get_attribute("value") == hostile


def test_a_screenshot_is_a_png(pair: tuple[Any, Any]) -> None:
    browser, text = pair
    browser.reset(seed=0)
    assert browser.screenshot()[:8] == b"\x89PNG\r\n\x1a\n"
    with pytest.raises(Exception, match="browser=True"):
        text.screenshot()


def test_other_hosts_are_turned_away(pair: tuple[Any, Any]) -> None:
    from agentgym.environments.webshop.site.app import Visits, make_app

    client = make_app(Visits()).test_client()
    assert client.get("/visit/x", base_url="http://shop.example:80").status_code == 403
    assert client.get("/visit/x", base_url="http://127.0.0.1:80").status_code == 404


def test_closing_leaves_no_process() -> None:
    with Chromium() as browser:
        folder = browser.folder
        assert watchdog.users(str(folder))
    assert not watchdog.users(str(folder)) and not folder.exists()


def test_a_killed_owner_leaves_no_browser() -> None:
    code = "from agentgym.browser import Chromium; import time; print(Chromium().folder, flush=True); time.sleep(60)"
    root = str(Path(__file__).parents[3])
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))},
    )
    assert owner.stdout is not None
    folder = owner.stdout.readline().strip()
    assert watchdog.users(folder)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 20
    while (watchdog.users(folder) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not watchdog.users(folder) and not Path(folder).exists()


def test_no_browser_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTGYM_CHROMIUM", "/no/such/chromium")
    with pytest.raises(DependencyError, match="apt-get install chromium chromium-driver"):
        gymnasium.make(ID, browser=True)

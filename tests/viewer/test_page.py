"""The viewer's page in a real Chromium: filters, search, comparison, deep links, live logs, hostile episodes."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym.errors import DependencyError
from agentgym.status import Status
from agentgym.trajectory import LogWriter, Step
from agentgym.trajectory.files import compress, set_aside
from tests.report.synthetic import WEBSHOP, episode, runs, write
from tests.viewer.serving import DOT, served, wait

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    pytest.importorskip("selenium", reason="selenium is not installed")
    from agentgym.browser import Chromium

    try:
        chromium = Chromium()
    except DependencyError as missing:
        pytest.skip(str(missing))
    yield chromium.driver
    chromium.close()


def count(driver: Any) -> str:
    return str(driver.find_element("id", "count").text)


def rows(driver: Any) -> list[Any]:
    return list(driver.find_elements("css selector", "#table tbody tr"))


def test_filters_paging_search_and_their_permanent_addresses(browser: Any, tmp_path: Path) -> None:
    runs(tmp_path, {"weak": 0.2, "strong": 0.8}, tasks=60)
    write(
        tmp_path / "more",
        [episode(7, "odd", None), episode(8, "odd", 0.0, observation="A Wombat's “burrow”\nin the corner")],
    )
    address = served(tmp_path)
    browser.get(address)
    wait(lambda: count(browser) == "242 of 242 episodes")
    assert len(rows(browser)) == 100
    browser.find_element("id", "next").click()
    wait(lambda: "offset=100" in browser.current_url and len(rows(browser)) == 100)
    browser.get(f"{address}/?env={WEBSHOP}&policy=strong&sort=-reward")
    wait(lambda: count(browser) == "60 of 242 episodes")
    rewards = [float(r.find_elements("css selector", "td")[4].text) for r in rows(browser)]
    assert rewards == sorted(rewards, reverse=True)
    from selenium.webdriver.support.ui import Select

    browser.get(address)
    wait(lambda: browser.find_elements("css selector", "#outcome option[value=failed]"))
    Select(browser.find_element("id", "outcome")).select_by_value("failed")
    wait(lambda: count(browser) == "1 of 242 episodes")
    assert "not scored" in rows(browser)[0].text
    browser.get(address)
    box = wait(lambda: browser.find_element("id", "search"))
    box.send_keys("wombat's “BURROW”")
    wait(lambda: count(browser) == "1 found in 242 of 242 episodes")
    assert "q=" in browser.current_url
    browser.get(browser.current_url)
    wait(lambda: count(browser) == "1 found in 242 of 242 episodes")
    assert not [m for m in browser.get_log("browser") if m["level"] == "SEVERE"]


def test_an_episode_turn_by_turn_and_the_keys(browser: Any, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    odd = episode(1, "a", 0.5)
    odd.steps.append(
        Step(
            output="gibberish",
            observation="What?",
            parse_error="no action was found",
            parse_error_kind="no_action",
        )
    )
    write(tmp_path, [episode(0, "a", 1.0), odd])
    address = served(tmp_path)
    browser.get(address)
    wait(lambda: len(rows(browser)) == 2)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    assert "picked" in rows(browser)[1].get_attribute("class")
    body.send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "search"
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    body.send_keys(Keys.ENTER)
    wait(lambda: "/episode/" in browser.current_url and browser.find_elements("css selector", "#turn-2"))
    link, shown = browser.current_url, browser.find_element("id", "main").text
    for text in (
        "task-1",
        "reward 0.500",
        "turn 0 of a",
        "act 0",
        "seen 1 in room 1",
        "no action was found",
        "100 + 10 tokens",
        "$0.00360",
        "gpt-4-0613",
        "invalid format",
    ):
        assert text in shown, text
    browser.find_element("css selector", "#turn-1 .raw").click()
    raw = wait(lambda: browser.find_element("css selector", "#turn-1 pre").text)
    body_sent = msgspec.json.decode(raw)
    assert [m["role"] for m in body_sent["messages"]] == ["user", "user", "assistant", "user"]
    assert body_sent["model"] == "gpt-4-0613"
    browser.get(link)  # the address is permanent
    wait(lambda: browser.find_elements("css selector", "#turn-2"))
    browser.find_element(By.TAG_NAME, "body").send_keys("j")
    assert "picked" in browser.find_element("id", "turn-0").get_attribute("class")
    browser.get(f"{address}/episode/nothing")
    wait(lambda: "No episode 'nothing'" in browser.find_element("id", "main").text)


def test_two_episodes_side_by_side(browser: Any, tmp_path: Path) -> None:
    first, second, third = episode(1, "a", 1.0), episode(1, "b", 0.0), episode(1, "a", 1.0, repeat=1)
    second.steps = [first.steps[0], second.steps[1]]
    third.steps = first.steps
    write(tmp_path, [first, second, third])
    address = served(tmp_path)
    browser.get(f"{address}/episode/{first.key}")
    select = wait(lambda: browser.find_element("id", "compare"))
    assert len(select.find_elements("css selector", "option")) == 3
    from selenium.webdriver.support.ui import Select

    Select(select).select_by_value(second.key)
    wait(lambda: browser.find_element("id", "difference").text == "First difference at turn 2.")
    assert browser.current_url == f"{address}/diff/{first.key}/{second.key}"
    assert [e.get_attribute("id") for e in browser.find_elements("css selector", ".differs")] == [
        "turn-1",
        "turn-1",
    ]
    browser.get(f"{address}/diff/{first.key}/{third.key}")
    wait(lambda: browser.find_element("id", "difference").text == "The episodes are the same.")


def test_a_log_is_followed_while_it_grows(browser: Any, tmp_path: Path) -> None:
    with LogWriter(tmp_path) as log:
        log.write(episode(0, "a", 1.0))
        browser.get(served(tmp_path))
        wait(lambda: count(browser) == "1 of 1 episodes")
        for task in (1, 2):
            log.write(episode(task, "a", 0.0))
        wait(lambda: count(browser) == "3 of 3 episodes")
    compress(set_aside(tmp_path))
    wait(lambda: count(browser) == "3 of 3 episodes" and len(rows(browser)) == 3)


HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script></pre>{{7*7}}"


def test_a_hostile_episode_is_text(browser: Any, tmp_path: Path) -> None:
    evil = episode(1, HOSTILE, 0.0, observation=HOSTILE, task_id=HOSTILE, key="evil", task_kind=HOSTILE)
    evil.steps[0] = Step(
        output=HOSTILE, observation=HOSTILE, action=HOSTILE, thought=HOSTILE, parse_error=HOSTILE
    )
    write(tmp_path, [evil, episode(1, "b", 0.0, task_id=HOSTILE, key="other")])
    address = served(tmp_path)
    for path in ("/", "/episode/evil", "/diff/evil/other", f"/?q={urllib.request.quote(HOSTILE)}"):
        browser.get(address + path)
        wait(lambda: HOSTILE in browser.find_element("id", "main").text)
        time.sleep(0.2)
        assert browser.title == "agentgym view"
        assert not browser.find_elements("css selector", "main img, main script")


def test_pictures_are_shown(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(DOT)
    one = episode(1, "a", 0.0)
    one.steps = [Step(output="x", observation="y", screenshot="a.png")]
    write(tmp_path, [one])
    browser.get(f"{served(tmp_path)}/episode/{one.key}")
    picture = wait(lambda: browser.find_element("css selector", "#turn-0 img"))
    wait(lambda: browser.execute_script("return arguments[0].naturalWidth", picture) == 1)


def test_every_session_and_what_the_policy_added_are_shown(browser: Any, tmp_path: Path) -> None:
    two = episode(1, "a", 1.0)
    two.made = [{"role": "system", "content": "BE BRIEF"}]
    two.steps[0].messages = [{"role": "user", "content": "A new question."}]
    two.steps.append(Step(output="", observation="Nothing mattered.", unasked=True))
    write(tmp_path, [two])
    browser.get(f"{served(tmp_path)}/episode/{two.key}")
    wait(lambda: browser.find_elements("css selector", "#turn-2"))
    shown = browser.execute_script("return document.getElementById('main').textContent")
    for text in ("BE BRIEF", "1 messages that the policy added", "A new question.", "a fresh session begins"):
        assert text in shown, text
    assert "nobody was asked" in browser.find_element("id", "turn-2").text
    assert not browser.find_elements("css selector", "#turn-2 .raw")


def test_what_is_unscored_is_apart_from_what_failed(browser: Any, tmp_path: Path) -> None:
    waiting = episode(2, "a", None, status=Status.UNSCORED, failure=None)
    write(tmp_path, [episode(1, "a", 1.0), waiting, episode(3, "a", None)])
    address = served(tmp_path)
    for outcome, text in (("unscored", "score comes later"), ("failed", "not scored"), ("solved", "1.000")):
        browser.get(f"{address}/?outcome={outcome}")
        wait(lambda: count(browser) == "1 of 3 episodes")
        assert text in rows(browser)[0].text, outcome

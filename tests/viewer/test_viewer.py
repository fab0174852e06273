"""The viewer in a real Chromium: filters, search, comparison, deep links, live logs, hostile episodes."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agentgym import prices
from agentgym.errors import DependencyError
from agentgym.trajectory import LogWriter, Step, index
from agentgym.trajectory.files import rotate
from agentgym.viewer import serve
from agentgym.viewer.store import Filter, Store
from tests.report.synthetic import ALFWORLD, WEBSHOP, episode, runs, write

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    pytest.importorskip("selenium", reason="the browser extra is not installed: pip install -e '.[browser]'")
    from agentgym.browser import Chromium

    try:
        chromium = Chromium()
    except DependencyError as missing:
        pytest.skip(str(missing))
    yield chromium.driver
    chromium.close()


def served(folder: Path) -> str:
    address: list[str] = []
    threading.Thread(
        target=serve,
        args=([folder],),
        kwargs={"port": 0, "ready": address.append, "prices": prices.load()},
        daemon=True,
    ).start()
    wait(lambda: address)
    return address[0]


def wait(condition: Callable[[], Any], seconds: float = 15.0) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except Exception:  # noqa: BLE001 - the page is being redrawn
            pass
        time.sleep(0.05)
    raise AssertionError("what was waited for did not come")


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
    rotate(tmp_path)
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


def test_pictures_are_shown_and_nothing_else_is_served(browser: Any, tmp_path: Path) -> None:
    from base64 import b64decode

    dot = b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "a.png").write_bytes(dot)
    (folder / "secret.txt").write_text("secret")
    (tmp_path / "outside.png").write_bytes(dot)
    one = episode(1, "a", 0.0)
    names = ["a.png", "secret.txt", str(tmp_path / "outside.png"), "../outside.png", "/etc/passwd"]
    one.steps = [Step(output="x", observation="y", info={"screenshot": n}) for n in names]
    write(folder, [one])
    address = served(folder)
    browser.get(f"{address}/episode/{one.key}")
    picture = wait(lambda: browser.find_element("css selector", "#turn-0 img"))
    wait(lambda: browser.execute_script("return arguments[0].naturalWidth", picture) == 1)
    for number, code in ((0, 200), (1, 400), (2, 404), (3, 404), (4, 404), (9, 404)):
        try:
            got = urllib.request.urlopen(f"{address}/picture/{one.key}/{number}").status
        except urllib.error.HTTPError as error:
            got = error.code
        assert got == code, names[number % 5]


def test_other_names_of_this_machine_are_refused(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 0.0)])
    request = urllib.request.Request(served(tmp_path) + "/api/list", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403


@pytest.mark.parametrize(
    "query", ["WOMBAT", 'say "hi"', "zwei\nzeilen", "Straße", "ÉCOLE", "\\back", "no such text", "é", ""]
)
def test_search_finds_what_a_plain_search_finds(tmp_path: Path, query: str) -> None:
    said = [
        "a wombat here",
        'they say "hi"',
        "zwei\nzeilen",
        "die STRASSE und Straße",
        "l'école",
        "a \\back slash",
        "lone \ud800 wombat",
        "plain",
    ]
    episodes = [episode(i, "a", 0.0, observation=text) for i, text in enumerate(said)]
    write(tmp_path, episodes)
    for rotated in (False, True):
        if rotated:
            rotate(tmp_path)
        store = Store([tmp_path], prices.load())
        store.refresh()
        assert len(store.items) == len(said) == len(index(tmp_path))
        expected = {
            e.task_id
            for e in episodes
            if any(query.casefold() in m["content"].casefold() for m in e.messages)
        }
        found, cursor = set(), 0
        while cursor is not None:  # in small bites, as a page asks
            bite = store.search(query, Filter(), cursor=cursor, limit=2)
            found |= {i.entry.task_id for i in bite.items}
            cursor = bite.cursor  # type: ignore[assignment]
        assert found == expected


def test_the_same_key_in_two_folders_has_two_addresses(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, [episode(1, "p", 0.0)])
    store = Store([tmp_path / "a", tmp_path / "b"], prices.load())
    store.refresh()
    key = episode(1, "p", 0.0).key
    assert [i.id for i in store.items] == [key, f"{key}~2"]
    assert store.siblings(store.items[0]) == [store.items[1]] and store.items[0].entry.env_id == ALFWORLD

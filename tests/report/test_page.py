"""The report as one page: whole, working in a real Chromium, safe from what episodes say."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.errors import DependencyError
from agentgym.registry import short_name
from agentgym.status import Status
from agentgym.trajectory import Step
from tests.report.judged import results
from tests.report.synthetic import episode, runs, write

pytest.importorskip("matplotlib", reason="the report extra is not installed")


@pytest.mark.xdist_group("browser")
def test_the_page_is_whole_works_and_is_safe(tmp_path: Path) -> None:
    chromium = pytest.importorskip("agentgym.browser")
    from agentgym.report.page import to_html

    hostile = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    runs(tmp_path / "runs", {"weak": 0.2, "strong": 0.8})
    write(tmp_path / "runs" / "bad", [episode(99, f"evil{hostile}", 0.0, observation=hostile)])
    write(tmp_path / "runs" / "long", [episode(98, "weak", 0.0, status=Status.TASK_LIMIT)])
    found = results(tmp_path / "runs")
    page = tmp_path / "report.html"
    page.write_text(to_html(found, embedded=30), "utf-8")
    text = page.read_text("utf-8")
    assert "http://" not in text.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    assert text.count("<svg") >= 5
    try:
        browser = chromium.Chromium()
    except DependencyError as missing:
        pytest.skip(str(missing))
    driver = browser.driver
    try:
        driver.get(page.as_uri())
        assert driver.title == "Suite held-in – agentgym"
        rows = "#rows tbody tr"
        assert len(driver.find_elements("css selector", rows)) == 82
        driver.find_element("id", "filter").send_keys("task-99")
        assert len(driver.find_elements("css selector", rows)) == 1
        driver.find_element("css selector", f"{rows} a").click()
        assert (
            hostile in driver.find_element("id", "episode").text
            and driver.title == "Suite held-in – agentgym"
        )
        driver.find_element("id", "filter").clear()
        link = driver.find_element("css selector", "a[data-category]")
        env, policy, category = (link.get_attribute(f"data-{n}") for n in ("env", "policy", "category"))
        link.click()
        shown = driver.find_elements("css selector", rows)
        wanted = {
            r.entry.task_id
            for r in found.rows
            if short_name(r.entry.env_id) == env and r.label == policy and category in r.entry.categories
        }
        assert {r.find_elements("css selector", "td")[1].text for r in shown} == wanted and wanted
        driver.find_element("css selector", "#category option[value='']").click()
        driver.find_element("id", "filter").send_keys("webshop")
        driver.find_element("css selector", "th[data-sort='strong']").click()
        driver.find_element("css selector", "th[data-sort='strong']").click()
        best = driver.find_element("css selector", rows).text
        assert "1.00" in best
        assert not driver.get_log("browser")
    finally:
        browser.close()


def test_every_turn_of_every_session_is_in_the_page(tmp_path: Path) -> None:
    from agentgym.report.page import to_html

    two = episode(1, "a", 1.0)
    two.made = [{"role": "system", "content": "BE BRIEF"}]
    two.steps[0].messages = [{"role": "user", "content": "A new question."}]
    two.steps[1].observation_later = "shorter"
    two.steps.append(Step(output="half \ud800", observation="over"))
    two.steps[-1].completion.text = "half \ud800"
    write(tmp_path, [two, episode(2, "a", None, status=Status.UNSCORED, failure=None)])
    text = to_html(results(tmp_path))
    for said in (
        "BE BRIEF",
        "A new question.",
        "seen 0 in room 1",
        "seen 1 in room 1",
        "half \\ud800",
        "over",
    ):
        assert said in text, said
    assert "<b>1 unscored</b>" in text

"""From logs to tables and to the page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from agentgym import prices
from agentgym.benchmarks import suite as suites
from agentgym.errors import DataError, DependencyError
from agentgym.report import tables
from agentgym.report.results import collect
from agentgym.status import Status
from tests.report.synthetic import ALFWORLD, WEBSHOP, episode, runs, write

HELD_IN = suites.load("held-in")


def test_scores_are_the_protocols_and_failures_are_no_zeros(tmp_path: Path) -> None:
    rewards = [1.0, 0.5, 0.0, None]
    write(tmp_path / "a", [episode(i, "a", r) for i, r in enumerate(rewards)])
    write(tmp_path / "w", [episode(i, "a", r, env=WEBSHOP) for i, r in enumerate(rewards)])
    results = collect([tmp_path], HELD_IN, prices=prices.load())
    household, shop = results.cell(ALFWORLD, "a"), results.cell(WEBSHOP, "a")
    assert household is not None and shop is not None
    assert household.score == pytest.approx(1 / 3)  # success: reward 1 counts, 0.5 does not
    assert shop.score == pytest.approx(0.5)
    assert (household.failed, len(household.scored), results.failed) == (1, 3, 2)
    overall = results.overall("a")
    assert overall is not None and overall.value == pytest.approx((100 / 3 / 20 + 50 / 28) / 2)
    assert (overall.tasks, overall.of) == (2, 6)
    assert household.cost == pytest.approx(4 * 2 * (100 * 30 + 10 * 60) / 1e6)  # failures cost as well
    assert any("no zeros" in note for note in tables.scores(results).notes)


def test_a_mended_failure_counts_once(tmp_path: Path) -> None:
    write(
        tmp_path, [episode(1, "a", None), episode(1, "a", 1.0), episode(2, "a", None), episode(2, "a", None)]
    )
    cell = collect([tmp_path], HELD_IN, prices=prices.load()).cell(ALFWORLD, "a")
    assert cell is not None and (len(cell.scored), cell.failed) == (1, 1)


def test_policies_are_told_apart_by_folder_and_profile(tmp_path: Path) -> None:
    write(tmp_path / "monday", [episode(i, "a", 1.0) for i in range(3)])
    write(tmp_path / "tuesday", [episode(i, "a", 0.0) for i in range(3)])
    results = collect([tmp_path / "monday", tmp_path / "tuesday"], HELD_IN, prices=prices.load())
    assert results.labels == ["a (monday)", "a (tuesday)"]
    mixed = [episode(1, "a", 1.0), episode(1, "a", 0.0, profile="agentbench", key="other")]
    write(tmp_path / "mixed", mixed)
    assert collect([tmp_path / "mixed"], HELD_IN, prices=prices.load()).labels == [
        "a [paper]",
        "a [agentbench]",
    ]


def test_repeats_comparisons_and_errors(tmp_path: Path) -> None:
    results = collect(
        [runs(tmp_path, {"weak": 0.2, "strong": 0.8}, repeats=3)], HELD_IN, prices=prices.load()
    )
    repeated, compared = tables.repeated(results), tables.comparisons(results)
    assert repeated is not None and compared is not None
    names = [c.name for c in repeated.columns]
    row = dict(zip(names, repeated.rows[0], strict=True))
    assert row["repeats"] == 3 and row["pass^3"] < row["pass@1"] < row["pass@3"]  # type: ignore[operator]
    first = dict(zip([c.name for c in compared.columns], compared.rows[0], strict=True))
    assert (first["first"], first["second"], first["test"]) == ("strong", "weak", "paired bootstrap")
    assert first["difference"] > 0.4 and first["p (Holm)"] < 0.01  # type: ignore[operator]
    shares = tables.errors(results, compare=True)
    assert shares.rows[-1][0] == "GPT-4 (paper)" and len(shares.rows) == 4 + 4


def test_formats(tmp_path: Path) -> None:
    results = collect([runs(tmp_path, {"a|b": 0.5, "[c]": 0.6})], HELD_IN, prices=prices.load())
    content = tables.all_tables(results, compare=True)
    markdown = tables.to_markdown(content)
    assert "a\\|b" in markdown and "GPT-4 (paper)" in markdown and "## Paired comparisons" in markdown
    read = list(csv.reader(io.StringIO(tables.to_csv(content))))
    assert next(r for r in read if r[:2] == ["details", "a|b"])[:3] == ["details", "a|b", "ALFWorld"]
    raw = json.loads(tables.to_json(content))
    assert raw["details"][0]["tasks"] == 40 and isinstance(raw["details"][0]["score"], float)


def test_tokens_and_cost_a_task(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0), episode(1, "a", 0.0, key="other"), episode(2, "a", None)])
    found = tables.spending(collect([tmp_path], HELD_IN, prices=prices.load()))
    assert found is not None
    row = dict(zip(found.keys(), found.rows[0], strict=True))
    each = 2 * (100 * 30 + 10 * 60) / 1e6
    assert row["tokens"] == 3 * 220 and row["tokens a task"] == pytest.approx(1.5 * 220)
    assert row["cost"] == pytest.approx(3 * each) and row["cost a task"] == pytest.approx(1.5 * each)


def test_an_empty_folder_is_an_error_that_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="agentgym eval"):
        collect([tmp_path], HELD_IN, prices=prices.load())


def test_prices(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text('[models]\n"mine" = { prompt = 1.0, completion = 2.0 }\n')
    table = prices.load(own)
    assert table.cost("mine", 1_000_000, 500_000) == 2.0
    assert table.price("gpt-4-0613") == table.price("gpt-4") and table.price("gpt-4.5-preview") is None
    own.write_text("[models]\nmine = 3\n")
    with pytest.raises(DataError, match="no price table"):
        prices.load(own)


@pytest.mark.xdist_group("browser")
def test_the_page_is_whole_works_and_is_safe(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the report extra is not installed: pip install -e '.[report]'")
    chromium = pytest.importorskip("agentgym.browser")
    from agentgym.report.page import to_html

    hostile = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    runs(tmp_path / "runs", {"weak": 0.2, "strong": 0.8})
    write(tmp_path / "runs" / "bad", [episode(99, f"evil{hostile}", 0.0, observation=hostile)])
    write(tmp_path / "runs" / "long", [episode(98, "weak", 0.0, status=Status.TASK_LIMIT)])
    results = collect([tmp_path / "runs"], HELD_IN, prices=prices.load())
    page = tmp_path / "report.html"
    page.write_text(to_html(results, embedded=30), "utf-8")
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
            for r in results.rows
            if tables.short(r.entry.env_id) == env and r.label == policy and category in r.entry.categories
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

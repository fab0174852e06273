"""``agentgym report``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agentgym.benchmarks import shipped
from agentgym.report.suite import Suite, SuiteEnvironment, remember
from tests.cli.running import agentgym
from tests.report.synthetic import ALFWORLD, episode, write


def test_a_report_is_by_the_runs_own_suite_unless_another_is_named(tmp_path: Path) -> None:
    write(tmp_path / "run", [episode(1, "a", 0.5)])
    remember(tmp_path, Suite("mine", [SuiteEnvironment(ALFWORLD)]))
    details = json.loads(agentgym("report", str(tmp_path), "--format", "json"))["details"][0]
    assert (details["metric"], details["score"]) == ("reward", 0.5)
    arguments = ["report", str(tmp_path), "--suite", "held-in", "--format", "json"]
    details = json.loads(agentgym(*arguments))["details"][0]
    assert (details["metric"], details["score"]) == ("success", 0.0)


def test_the_forms_of_a_report(tmp_path: Path) -> None:
    write(tmp_path, [episode(i, "a", 1.0) for i in range(2)])
    assert "## Suite held-in" in agentgym("report", str(tmp_path), "--format", "md")
    assert agentgym("report", str(tmp_path), "--format", "csv").startswith("table,policy,ALFWorld")
    assert "GPT-4 (paper)" in agentgym("report", str(tmp_path))
    assert "GPT-4 (paper)" not in agentgym("report", str(tmp_path), "--no-paper")
    (tmp_path / "empty").mkdir()
    assert "No episodes in" in agentgym("report", str(tmp_path / "empty"), code=2)


def test_the_page(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the report extra is not installed")
    write(tmp_path / "run", [episode(i, "a", 1.0) for i in range(2)])
    page = tmp_path / "page.html"
    assert "Written" in agentgym("report", str(tmp_path / "run"), "--html", str(page))
    assert shipped.suite("held-in").name in page.read_text("utf-8")
    told = agentgym("report", str(tmp_path / "run"), "--html", "/proc/nothing/page.html", code=1)
    assert "page.html" in told and "Traceback" not in told

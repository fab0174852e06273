"""Suites, and the record of which one runs are judged by."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.benchmarks import shipped
from agentgym.errors import DataError, UnknownNameError
from agentgym.report import suite as suites
from agentgym.report.suite import Suite, SuiteEnvironment

TEXT = 'name = "mine"\n[[environments]]\nenv = "AgentTune/ALFWorld-v0"\nmetric = "success"\ntasks = 5\n'


def test_a_suite_by_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    assert shipped.suite(str(path)) == Suite(
        "mine", [SuiteEnvironment("AgentTune/ALFWorld-v0", tasks=5, metric="success")]
    )
    with pytest.raises(UnknownNameError, match="Did you mean 'held-in'"):
        shipped.suite("held-inn")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("success", "sucess", "metric of AgentTune/ALFWorld-v0 must be one of reward, success, got 'sucess'"),
        ("tasks = 5", "tasks = 0", "tasks of AgentTune/ALFWorld-v0 must be positive, got 0"),
        ("tasks = 5", "weight = -1.0", "weight of AgentTune/ALFWorld-v0 must be positive, got -1.0"),
        ("tasks = 5", "limit = 5", "unknown field `limit`"),
        ("tasks = 5", '[[environments]]\nenv = "AgentTune/ALFWorld-v0"', "occurs twice"),
        ("[[environments]]", "[[environments]", "holds no suite"),
    ],
)
def test_a_wrong_suite_is_told(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(TEXT.replace(was, becomes))
    with pytest.raises(DataError) as error:
        shipped.suite(str(path))
    assert told in str(error.value) and "agenttuning.toml for the form" in str(error.value)


def test_the_runs_say_by_which_suite_they_are_judged(tmp_path: Path) -> None:
    assert suites.recall(tmp_path) is None
    chosen = shipped.suite("held-in")
    suites.remember(tmp_path / "out", chosen)
    assert suites.recall(tmp_path / "out") == chosen
    (tmp_path / "out" / suites.MANIFEST).write_text('{"suite": {"name": "old", "tasks": []}}')
    with pytest.raises(DataError, match=r"eval\.json does not say .* name the suite"):
        suites.recall(tmp_path / "out")

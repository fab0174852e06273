"""``agentgym compare``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import agentgym
from tests.report.synthetic import episode, write


def test_two_runs_are_compared_on_the_tasks_they_share(tmp_path: Path) -> None:
    write(tmp_path / "a", [episode(i, "a", float(i % 4 != 0)) for i in range(24)])
    write(tmp_path / "b", [episode(i, "b", float(i % 4 == 1)) for i in range(20)])
    text = agentgym("compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "Paired comparisons" in text and "exact McNemar" in text and "tasks needed" in text
    (table,) = [json.loads(agentgym("compare", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "json"))]
    (row,) = next(iter(table.values()))
    assert (row["first"], row["second"], row["tasks"]) == ("a", "b", 20)
    assert row["difference"] == 0.5 and 0 < row["tasks needed"] <= 20 and row["effect"] > 0.5


def test_nothing_in_common_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a", [episode(1, "a", 1.0)])
    write(tmp_path / "b", [episode(2, "b", 1.0)])
    told = agentgym("compare", str(tmp_path / "a"), str(tmp_path / "b"), code=2)
    assert "have no two tasks in common" in told

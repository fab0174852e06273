"""The tables of a report, and the forms they are printed in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from agentgym.report import tables
from agentgym.status import Status
from agentgym.trajectory import score
from tests.report.judged import results
from tests.report.synthetic import WEBSHOP, episode, runs, write


def test_repeats_comparisons_and_errors(tmp_path: Path) -> None:
    found = results(runs(tmp_path, {"weak": 0.2, "strong": 0.8}, repeats=3))
    repeated, compared = tables.repeated(found), tables.comparisons(found)
    assert repeated is not None and compared is not None
    names = [c.name for c in repeated.columns]
    row = dict(zip(names, repeated.rows[0], strict=True))
    assert row["repeats"] == 3 and row["pass^3"] < row["pass@1"] < row["pass@3"]  # type: ignore[operator]
    first = dict(zip([c.name for c in compared.columns], compared.rows[0], strict=True))
    assert (first["first"], first["second"], first["test"]) == ("strong", "weak", "paired bootstrap")
    assert first["difference"] > 0.4 and first["p (Holm)"] < 0.01  # type: ignore[operator]
    shares = tables.errors(found, compare=True)
    assert shares.rows[-1][0] == "GPT-4 (paper)" and len(shares.rows) == 4 + 4


def test_formats(tmp_path: Path) -> None:
    content = tables.all_tables(results(runs(tmp_path, {"a|b": 0.5, "[c]": 0.6})), compare=True)
    markdown = tables.to_markdown(content)
    assert "a\\|b" in markdown and "GPT-4 (paper)" in markdown and "## Paired comparisons" in markdown
    read = list(csv.reader(io.StringIO(tables.to_csv(content))))
    assert next(r for r in read if r[:2] == ["details", "a|b"])[:3] == ["details", "a|b", "ALFWorld"]
    raw = json.loads(tables.to_json(content))
    assert raw["details"][0]["tasks"] == 40 and isinstance(raw["details"][0]["score"], float)


def test_tokens_and_cost_a_task(tmp_path: Path) -> None:
    write(tmp_path, [episode(1, "a", 1.0), episode(1, "a", 0.0, key="other"), episode(2, "a", None)])
    found = tables.spending(results(tmp_path))
    assert found is not None
    row = dict(zip(found.keys(), found.rows[0], strict=True))
    each = 2 * (100 * 30 + 10 * 60) / 1e6
    assert row["tokens"] == 3 * 220 and row["tokens a task"] == pytest.approx(1.5 * 220)
    assert row["cost"] == pytest.approx(3 * each) and row["cost a task"] == pytest.approx(1.5 * each)


def test_failed_and_unscored_are_shown_apart(tmp_path: Path) -> None:
    waiting = [episode(i, "a", None, status=Status.UNSCORED, failure=None) for i in (1, 2)]
    write(tmp_path / "a", [episode(0, "a", 1.0), *waiting, episode(3, "a", None)])
    write(
        tmp_path / "w",
        [episode(i, "a", None, env=WEBSHOP, status=Status.UNSCORED, failure=None) for i in range(3)],
    )
    found = results(tmp_path)
    shown = tables.scores(found)
    assert shown.rows[0][1:3] == ["100.0, 1 failed, 2 unscored", "– (3 unscored)"]
    assert any("5 of 7 episodes are unscored" in note and "agentgym score" in note for note in shown.notes)
    table = tables.details(found)
    rows = [dict(zip(table.keys(), row, strict=True)) for row in table.rows]
    assert [(r["episodes"], r["unscored"], r["failed"]) for r in rows] == [(1, 2, 1), (0, 3, 0)]


def test_the_tables_of_another_score_are_in_its_own_numbers(tmp_path: Path) -> None:
    write(tmp_path, [episode(task, "a", 1.0, repeat=repeat) for task in (1, 2) for repeat in (0, 1)])
    score(tmp_path, lambda e: 7.0 + int(e.task_id == "task-2"), name="style", by="tests:judge")
    found = results(tmp_path, score="style")
    shown = tables.scores(found, compare=True)
    assert [c.name for c in shown.columns] == ["policy", "ALFWorld"], "the overall is of the reward"
    assert len(shown.rows) == 1 and str(shown.rows[0][1]).startswith("7.500 ± 0.500")
    assert "'style'" in shown.notes[0] and "percent" not in shown.notes[0]
    assert tables.details(found).rows[0][2] == "score style"
    assert tables.repeated(found) is None and tables.repeated(results(tmp_path)) is not None

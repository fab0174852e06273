"""What an environment could not do: counted by policy and environment, beside the score."""

from __future__ import annotations

from pathlib import Path

from agentgym.report import tables
from agentgym.report.gaps import gaps
from tests.report.judged import results
from tests.report.synthetic import WEBSHOP, episode, runs, write


def test_the_share_of_calls_and_the_scores_with_and_without(tmp_path: Path) -> None:
    counts = ((0, 4, 0, 0, 1.0), (1, 6, 2, 1, 0.0), (2, 10, 3, 0, 0.5))
    for task, calls, unsupported, internal, reward in counts:
        metrics = {"calls": calls, "unsupported": unsupported, "unsupported_internal": internal}
        write(tmp_path, [episode(task, "a", reward, env=WEBSHOP, metrics=metrics), episode(task, "a", 1.0)])
    write(tmp_path, [episode(9, "a", None, env=WEBSHOP)])
    found = gaps(results(tmp_path))
    assert found is not None and len(found.rows) == 1, "ALFWorld counts nothing"
    row = dict(zip(found.keys(), found.rows[0], strict=True))
    assert row == {
        "policy": "a", "environment": "WebShop", "episodes": 3, "calls": 20, "unsupported": 5, "internal errors": 1,
        "share": 0.25, "episodes with one": 2, "their score": 0.25, "score of the others": 1.0,
    }  # fmt: skip
    assert "gaps" in [t.name for t in tables.all_tables(results(tmp_path))]


def test_there_is_no_table_where_nothing_is_counted(tmp_path: Path) -> None:
    assert gaps(results(runs(tmp_path, {"a": 0.5}, tasks=2))) is None

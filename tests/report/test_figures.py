"""The figures of a report: drawn where there is data, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentgym.status import Status
from agentgym.trajectory import score
from tests.report.judged import results
from tests.report.synthetic import episode, runs, write

pytest.importorskip("matplotlib", reason="the report extra is not installed")


def test_the_same_results_give_the_same_figures(tmp_path: Path) -> None:
    from agentgym.report.figures import pictures

    found = results(runs(tmp_path, {"weak": 0.2, "strong": 0.8}, tasks=5))
    first, second = pictures(found), pictures(found)
    assert [p.title for p in first] == [
        "Scores", "Held-in against held-out", "Rewards", "Episode lengths", "Error categories", "Cost against score"
    ]  # fmt: skip
    assert [p.svg for p in first] == [p.svg for p in second]


def test_two_long_names_stay_two(tmp_path: Path) -> None:
    from agentgym.report.figures import scores

    name = "openai:a-model-with-a-long-name?temperature=0"
    write(tmp_path, [episode(i, name, 1.0, policy_id=one) for i, one in enumerate(("aaaa1", "bbbb2"))])
    drawn = scores(results(tmp_path))
    assert drawn is not None and "#aaaa" in drawn.svg and "#bbbb" in drawn.svg


def test_another_score_is_drawn_on_its_own_scale(tmp_path: Path) -> None:
    from agentgym.report.figures import pictures

    write(tmp_path, [episode(i, "a", 1.0) for i in range(3)])
    score(tmp_path, lambda e: 7.5, name="style", by="tests:judge")
    titles = [p.title for p in pictures(results(tmp_path, score="style"))]
    assert titles == ["Scores", "Scores: style", "Episode lengths", "Error categories"]


def test_no_score_at_all_is_no_error(tmp_path: Path) -> None:
    from agentgym.report.figures import pictures

    write(tmp_path, [episode(1, "a", None, status=Status.UNSCORED, failure=None)])
    assert pictures(results(tmp_path))

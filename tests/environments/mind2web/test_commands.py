"""``agentgym data mind2web``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.environments.mind2web.commands import commands, recall_places, tallies_of
from agentgym.environments.mind2web.official.files import TESTS, entries_of
from agentgym.environments.mind2web.scoring import summarize
from agentgym.environments.mind2web.tasks import EMBEDDED

ENV = "AgentTune/Mind2Web-v0"


def test_recall_of_our_ranker_is_reported() -> None:
    for split in ("train", "dev", *TESTS):
        places = recall_places(entries_of(EMBEDDED, split))
        assert sum(p < 10 for p in places) / len(places) > 0.85
        assert max(places) < 50
    shown = CliRunner().invoke(commands, ["recall", "--split", "dev"])
    assert shown.exit_code == 0 and "R@10" in shown.output and "BM25" in shown.output


def test_scores_of_a_log(tmp_path: Path) -> None:
    agentgym.rollout(ENV, "expert", split="test_website", data=str(EMBEDDED), out=tmp_path / "steps")
    agentgym.rollout(
        ENV, "expert", split="test_website", episode="task", data=str(EMBEDDED), out=tmp_path / "tasks"
    )
    steps, tasks = ([summarize(t) for t in tallies_of(tmp_path / n).values()] for n in ("steps", "tasks"))
    assert len(steps) == len(tasks) == 1
    assert steps[0].steps == tasks[0].steps > 80 and steps[0].unreachable == tasks[0].unreachable > 0
    assert steps[0].micro.step_success == pytest.approx(tasks[0].micro.step_success)
    assert steps[0].macro.step_success == pytest.approx(tasks[0].macro.step_success)
    assert steps[0].task_success == tasks[0].task_success and 0 < (steps[0].task_success or 0) < 1
    shown = CliRunner().invoke(commands, ["scores", str(tmp_path / "steps")])
    assert shown.exit_code == 0 and "macro" in shown.output and "counted 0" in shown.output

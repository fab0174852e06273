"""``agentgym data scienceworld``: gold paths, parity, and the mean of task means of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.environments.scienceworld import commands as module
from agentgym.environments.scienceworld import expert, tasks
from agentgym.environments.scienceworld.authoring.parity import Compared
from agentgym.environments.scienceworld.commands import commands
from tests.environments.scienceworld.simulator import NEEDS_SIMULATOR


def call(*arguments: str) -> str:
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    return result.output


def test_a_kept_path_is_printed() -> None:
    task_id = next(iter(expert.recorded().paths))
    assert call("path", task_id).splitlines() == expert.recorded().paths[task_id]


def test_an_unknown_task_is_an_error() -> None:
    with pytest.raises(agentgym.errors.UnknownNameError, match="boil-99"):
        call("path", "boil-99")


def test_paths_are_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(module.expert, "path", lambda i, simplification: made.append(i) or ["wait"])
    assert "2/2" in call("prepare", "train", "--limit", "2") and made == [
        "boil-0",
        "change-the-state-of-matter-of-0",
    ]


def test_differences_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    games = [Compared("boil-0", 3, 90, 100, ""), Compared("melt-0", 2, 60, 3, "step 1: score")]
    monkeypatch.setattr(module.parity, "run", lambda each, out: iter(games))
    result = CliRunner().invoke(commands, ["compare", "--out", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 1 and "melt-0: 2 steps, step 1: score" in result.output
    assert "1 of 2 games of 2 tasks are equal: 5 steps, 150 valid actions; 1 games reach 100" in result.output


@NEEDS_SIMULATOR
def test_the_mean_of_task_means_of_a_run(tmp_path: Path) -> None:
    chosen = ["find-non-living-thing-0", "lifespan-longest-lived-0", "lifespan-longest-lived-1"]
    agentgym.rollout("AgentTune/ScienceWorld-v0", "expert", tasks=chosen, split="train", out=tmp_path / "run")
    said = call("means", str(tmp_path / "run"))
    assert "lifespan-longest-lived" in said and "mean of task means" in said and "100.0" in said
    assert tasks.parts(chosen[0])[0] in said

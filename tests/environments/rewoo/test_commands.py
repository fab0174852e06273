"""``agentgym data rewoo``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import agentgym
from agentgym.environments.rewoo.commands import commands
from agentgym.policy import Request
from agentgym.trajectory import read
from agentgym.trajectory.scores import later_scores
from tests.environments.rewoo.official.test_sets import write


def marks(request: Request) -> str:
    text = request.messages[0]["content"]
    return "CORRECT" if "Answer of the student: " in text and "\nRight answer: " in text else "?"


def test_sets(tmp_path: Path) -> None:
    told = CliRunner().invoke(commands, ["sets", str(write(tmp_path))])
    assert told.exit_code == 0 and "hotpot_qa" in told.output and "train 0, dev 0, test 2" in told.output


def test_a_judges_score_stands_beside_the_log(tmp_path: Path) -> None:
    out = tmp_path / "run"
    agentgym.rollout("rewoo", "expert", tasks=2, out=out)
    agentgym.rollout("rewoo", "random", tasks=1, out=tmp_path / "other" / "x", env_args={"profile": "paper"})
    spec = f"scripted:{__name__}:marks"
    told = CliRunner().invoke(commands, ["judge", str(out), "--policy", spec])
    assert told.exit_code == 0 and "2 answers marked" in told.output, told.output
    scores = later_scores(out)
    assert [scores[e.key]["judge"].value for e in read(out)] == [1.0, 1.0]
    assert all(e.metrics["acc"] == 1.0 and "judge" not in e.metrics for e in read(out))
    assert "0 answers" in CliRunner().invoke(commands, ["judge", str(out), "--policy", spec]).output

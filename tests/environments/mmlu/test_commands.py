"""``agentgym data mmlu averages``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import agentgym
from agentgym.environments.mmlu.commands import commands


def test_averages_of_a_run(tmp_path: Path) -> None:
    agentgym.rollout("mmlu", "expert", kinds="calendar,geometry", out=tmp_path / "run")
    result = CliRunner().invoke(commands, ["averages", str(tmp_path / "run")])
    assert result.exit_code == 0, result.output
    assert "expert, profile generation" in result.output and "STEM" in result.output
    assert "all questions (micro)                    100.0 %" in result.output
    agentgym.rollout("gsm8k", "expert", tasks=1, out=tmp_path / "other")
    assert "no scored episodes" in CliRunner().invoke(commands, ["averages", str(tmp_path / "other")]).output

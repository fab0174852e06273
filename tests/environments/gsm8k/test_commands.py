"""``agentgym data gsm8k``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from agentgym.environments.gsm8k.commands import commands
from agentgym.environments.gsm8k.tasks import load


def test_generated_problems_are_played_by_path(tmp_path: Path) -> None:
    out = tmp_path / "more.jsonl"
    result = CliRunner().invoke(commands, ["generate", "--out", str(out), "--number", "20", "--seed", "5"])
    assert result.exit_code == 0 and "20 problems" in result.output
    assert len(load(out, "train")) == 20

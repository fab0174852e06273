"""``agentgym data db``."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import agentgym
from agentgym.environments.database.commands import commands
from tests.environments.database.playing import ENV


def test_a_generated_store_is_data(tmp_path: Path) -> None:
    out = tmp_path / "tasks.json.zst"
    result = CliRunner().invoke(commands, ["generate", "--out", str(out), "--seed", "3"])
    assert result.exit_code == 0 and "560 tasks on 14 databases" in result.output
    assert agentgym.rollout(ENV, "expert", data=out, tasks=20).mean_reward == 1.0


def test_a_store_has_its_ending(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["generate", "--out", str(tmp_path / "tasks.json")])
    assert result.exit_code != 0 and "A store's name ends in .zst" in str(result.exception)

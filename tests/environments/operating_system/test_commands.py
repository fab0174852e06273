"""``agentgym data os``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
from click.testing import CliRunner

import agentgym
from agentgym.environments.operating_system.commands import commands
from tests.environments.operating_system.playing import ENV, sandboxed


@sandboxed
def test_generated_tasks_are_files_in_agentbenchs_layout_and_pass(tmp_path: Path) -> None:
    made = CliRunner().invoke(
        commands, ["generate", "--out", str(tmp_path / "t.json"), "--instances", "1", "--seed", "7"]
    )
    assert made.exit_code == 0 and made.output.startswith("24 tasks in "), made.output
    run = agentgym.rollout(ENV, "expert", data=tmp_path / "t.json", split="train", concurrency=3)
    assert run.successes == run.planned == 24


def test_a_store_holds_all_splits_and_is_data(tmp_path: Path) -> None:
    out = tmp_path / "t.json.zst"
    made = CliRunner().invoke(commands, ["generate", "--out", str(out), "--instances", "1", "--seed", "7"])
    assert made.exit_code == 0 and made.output.startswith("56 tasks in "), made.output
    for split, number in (("train", 24), ("dev", 8), ("test", 24)):
        env: Any = gym.make(ENV, data=out, split=split)
        assert len(env.unwrapped.tasks) == number

"""``agentgym data alfworld``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import agentgym
from agentgym.environments.alfworld import commands
from agentgym.environments.alfworld.official import files
from agentgym.errors import DependencyError
from tests.environments.alfworld.lock_step import NEEDS_ALFWORLD

ENV = "AgentTune/ALFWorld-v0"


@pytest.mark.parametrize(("option", "count"), [(["--per-kind", "1"], 6), (["--embedded"], 60)])
def test_games_are_written_in_the_official_layout_and_won(
    tmp_path: Path, option: list[str], count: int
) -> None:
    pytest.importorskip("alfworld", reason=NEEDS_ALFWORLD)
    said = CliRunner().invoke(
        commands.commands, ["generate", "--out", str(tmp_path), "--split", "dev", *option]
    )
    assert said.exit_code == 0, said.output
    assert f"{count} games in {tmp_path}" in said.output
    assert len(files.find(tmp_path, "dev")) == count
    run = agentgym.rollout(ENV, "expert", data=tmp_path, split="dev")
    assert run.successes == count


def test_without_the_package_the_download_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands.shutil, "which", lambda name: None)
    said = CliRunner().invoke(commands.commands, ["get"])
    assert isinstance(said.exception, DependencyError) and "[alfworld]" in str(said.exception)

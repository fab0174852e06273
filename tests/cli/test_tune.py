"""`agentgym tune`: what it prints, and what it says of mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agentgym.cli.main import cli
from agentgym.errors import OptionError
from tests.tuning import parts

parts.need_torch()


def toml(folder: Path) -> list[str]:
    """Return the command's arguments for a tiny training."""
    text = (
        f'model = "{folder}/model"\nout = "{folder}/out"\nagent = "{folder}/agent.jsonl"\n'
        f'general = "{folder}/general.jsonl"\neta = 0.4\nlength = 256\nbatch = 6\nsteps = 3\n'
        '[compute]\ndtype = "float32"\ndevice = "cpu"\nthreads = 1\n'
    )
    (folder / "c.toml").write_text(text)
    return ["tune", str(folder / "c.toml")]


def invoke(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments), catch_exceptions=False, standalone_mode=False)
    return done.output


def test_a_dry_run_and_the_training(tmp_path: Path) -> None:
    parts.prepared(tmp_path)
    command = toml(tmp_path)
    shown = invoke(*command, "--dry-run")
    assert "3 steps of 6 samples" in shown and "agent" in shown and not (tmp_path / "out").exists()
    plan = json.loads(invoke(*command, "eta=0.5", "--dry-run", "--json"))
    assert [s["share"] for s in plan["sources"]] == [0.5, 0.5] and plan["parameters"] == 26848
    shown = invoke(*command)
    assert "step 3 of 3" in shown and "The model is in" in shown and "left" in shown
    assert (tmp_path / "out" / "model" / "config.json").is_file()


def test_a_mistake_is_an_error_of_ours(tmp_path: Path) -> None:
    parts.prepared(tmp_path)
    with pytest.raises(OptionError, match="eta must be"):
        invoke(*toml(tmp_path), "eta=2")


def test_help_names_the_presets() -> None:
    assert "agentlm-13b, agentlm-70b, agentlm-7b" in invoke("tune", "--help")

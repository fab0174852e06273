"""``agentgym migrate``."""

from __future__ import annotations

import shutil
from pathlib import Path

import agentgym
from tests.cli.running import agentgym as run
from tests.cli.running import process

LOGS = Path(__file__).parents[1] / "trajectory" / "schema1"
agentgym.register("Test/Broken-v0", "tests.engine.guessers:Broken")


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from agentgym.cli.main import cli

    logs = tmp_path / "logs"
    shutil.copytree(LOGS, logs)
    said = CliRunner().invoke(cli, ["migrate", str(logs)], catch_exceptions=False).output
    assert "20 episodes in 10 files rewritten" in said and "1 torn lines" in said
    assert "up to date" in CliRunner().invoke(cli, ["migrate", str(logs)]).output


def test_what_could_not_be_found_out_is_said(tmp_path: Path) -> None:
    """In a process of its own, the environment of the tests is not registered."""
    shutil.copytree(LOGS / "guess", tmp_path / "guess")
    said = run("migrate", str(tmp_path / "guess"))
    assert (
        "episodes keep their old key, a resume plays them again. Test/Guess-v0: Unknown environment" in said
    )
    done = process("migrate", str(tmp_path / "nowhere"))
    assert done.returncode == 2 and "does not exist" in done.stderr

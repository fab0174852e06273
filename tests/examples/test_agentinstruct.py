"""From nothing to a data card, on one task of each source."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentgym.dataset import read_rows
from agentgym.dataset.formats import import_, named
from tests.cli.running import ROOT, environment

SCRIPT = ROOT / "examples" / "agentinstruct.sh"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path on which ``agentgym`` is this checkout's."""
    command = tmp_path / "bin" / "agentgym"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agentgym.cli.main "$@"\n')
    command.chmod(0o755)
    return f"{command.parent}{os.pathsep}{os.environ['PATH']}"


def script(path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run(
        ["bash", str(SCRIPT), *arguments], capture_output=True, text=True, env=environment(PATH=path)
    )


def test_from_nothing_to_a_card(tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"
    done = script(path, str(out), "--tasks", "1", "--without-os", "--no-contamination")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = list(read_rows(out / "data"))
    envs = {r.source.env_id.partition("/")[2] for r in rows if r.source}
    assert envs == {"ALFWorld-v0", "WebShop-v0", "Mind2Web-v0", "KG-v0", "DB-v0"}
    # The question that was derived, and the three changes that were invented.
    assert sum(r.source is not None and r.source.env_id == "AgentTune/DB-v0" for r in rows) == 4
    card = (out / "data" / "README.md").read_text("utf-8")
    assert f"{len(rows)} of {len(rows)} rows came out as they say" in card
    assert "Thoughts completed afterwards by `scripted:author:think`" in card
    exported = out / "agentinstruct.jsonl"
    assert list(import_(exported, named("agentinstruct"))) == rows
    assert "left out of this export" in (out / "agentinstruct.jsonl.card.md").read_text("utf-8")


def test_an_option_that_it_does_not_know_says_how_it_is_called(path: str) -> None:
    done = script(path, "--task", "1")
    assert done.returncode == 2 and "agentinstruct.sh [FOLDER] [--tasks N]" in done.stderr
    assert "set -euo" not in done.stderr

"""The example goes from nothing to a data card."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, environment


@pytest.mark.slow
def test_it_goes_from_nothing_to_a_data_card(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "agentgym"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agentgym.cli.main "$@"\n')
    program.chmod(0o755)
    env = environment(PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}", TASKS="1")
    done = subprocess.run(
        [ROOT / "examples" / "agentinstruct.sh", tmp_path / "out"], env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    card = (tmp_path / "out" / "data" / "README.md").read_text()
    assert "0 differed" in card and "Thoughts completed afterwards" in card
    for env_name in ("ALFWorld", "KG", "Mind2Web", "WebShop", "DB"):
        assert f"| {env_name} | " in card
    assert card.count("Contamination of") == 5
    assert "3 proposals, 3 accepted" in (tmp_path / "out" / "invented" / "README.md").read_text()
    assert (tmp_path / "out" / "agentinstruct.jsonl").stat().st_size > 1000

"""What the tests of the command line share: running a command as people do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SUITE = """
name = "small"
[[environments]]
env = "AgentTune/ALFWorld-v0"
metric = "success"
weight = 20.0
[[environments]]
env = "AgentTune/WebShop-v0"
tasks = 15
weight = 28.0
args = { observation_mode = "text_rich" }
"""


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that runs this checkout."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "160", **more}


def small_suite(folder: Path) -> str:
    """Write a suite of two environments that are quick to play, and return its path."""
    path = folder / "small.toml"
    path.write_text(SUITE)
    return str(path)


def process(
    *arguments: str, code: int | None = None, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command and return what became of it; ``code`` is what it has to end with."""
    done = subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", *arguments],
        capture_output=True, text=True, env=environment(**more), cwd=cwd,
    )  # fmt: skip
    assert code is None or done.returncode == code, done.stdout + done.stderr
    return done


def agentgym(*arguments: str, code: int = 0, cwd: Path | None = None, **more: str) -> str:
    """Run a command and return what it printed: its output, or its complaint where there is none."""
    done = process(*arguments, code=code, cwd=cwd, **more)
    return done.stdout or done.stderr


def as_json(*arguments: str, **how: Any) -> Any:
    """Run a command with ``--json`` and return what it printed."""
    return json.loads(agentgym(*arguments, "--json", **how))

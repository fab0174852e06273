"""What the tests of the command line share: running a command as people do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that runs this checkout."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "160", **more}


def process(*arguments: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command and return what became of it."""
    return subprocess.run(
        [sys.executable, "-m", "agentgym.cli.main", *arguments],
        capture_output=True, text=True, env=environment(**more), cwd=cwd,
    )  # fmt: skip


def agentgym(*arguments: str, code: int = 0, cwd: Path | None = None, **more: str) -> str:
    """Run a command and return what it printed: its output, or its complaint where there is none."""
    done = process(*arguments, cwd=cwd, **more)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout or done.stderr


def as_json(*arguments: str, **how: Any) -> Any:
    """Run a command with ``--json`` and return what it printed."""
    return json.loads(agentgym(*arguments, "--json", **how))

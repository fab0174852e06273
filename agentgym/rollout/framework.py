"""Which agentgym wrote a log: version and, in a checkout, commit."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path


@cache
def framework(version: str) -> str:
    """Return ``"0.1.0"``, or ``"0.1.0+g1a2b3c4"`` in a git checkout."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return version
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--short", "HEAD"],
            capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version}+g{done.stdout.strip()}"

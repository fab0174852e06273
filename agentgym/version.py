"""The version of the framework, and which commit of a checkout it is: every log says so."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

__version__ = "0.2.0"
DISTRIBUTION = "agenttuning-gym"
"""Name of the distribution; the package that it installs is called ``agentgym``."""


def checkout() -> Path | None:
    """Return the folder of the checkout that this package runs from, ``None`` if it is installed as a wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() else None


@cache
def framework() -> str:
    """Return ``"0.2.0"``, or ``"0.2.0+g1a2b3c4"`` in a git checkout."""
    root = checkout()
    if root is None or not (root / ".git").exists():
        return __version__
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--short", "HEAD"],
            capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return __version__
    return f"{__version__}+g{done.stdout.strip()}"

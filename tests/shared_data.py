"""Where the real data for tests lies; a test that needs a file which is not there is skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("AGENTGYM_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"


def shared(name: str) -> Path:
    """Return the path of a shared data file, or skip the test."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"real data {name} is not at {ROOT}; set AGENTGYM_SHARED to the folder that holds data/")
    return path

"""Folders outside the project: where derived data may be kept."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for derived data: ``AGENTGYM_CACHE``, or ``~/.cache/agentgym``. It may not exist yet."""
    return Path(os.environ.get("AGENTGYM_CACHE") or Path.home() / ".cache" / "agentgym")

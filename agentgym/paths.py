"""Folders outside the project: where derived data and fetched data may be kept."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for derived data: ``AGENTGYM_CACHE``, or ``~/.cache/agentgym``. It may not exist yet."""
    return Path(os.environ.get("AGENTGYM_CACHE") or Path.home() / ".cache" / "agentgym")


def data_folder() -> Path:
    """Return the folder for what is fetched once and kept: ``$XDG_DATA_HOME/agentgym``, else below the home."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "agentgym"

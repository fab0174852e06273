"""Folders outside the project, where the system wants them: for derived data, and for what is fetched and kept."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "agentgym"


def cache_folder() -> Path:
    """Return the folder for derived data: ``AGENTGYM_CACHE``, or the user's cache folder. It may not exist yet."""
    return Path(os.environ.get("AGENTGYM_CACHE") or platformdirs.user_cache_path(_NAME, appauthor=False))


def data_folder() -> Path:
    """Return the folder for what is fetched once and kept: ``AGENTGYM_DATA``, or the user's data folder."""
    return Path(os.environ.get("AGENTGYM_DATA") or platformdirs.user_data_path(_NAME, appauthor=False))

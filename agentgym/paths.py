"""Folders outside the project, where the system wants them: for derived data, and for what is fetched and kept."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

_NAME = "agentgym"


def cache_folder() -> Path:
    """Return the folder for derived data: ``AGENTGYM_CACHE``, or the user's cache folder. It may not exist yet."""
    return _named("AGENTGYM_CACHE", platformdirs.user_cache_path)


def data_folder() -> Path:
    """Return the folder for what is fetched once and kept: ``AGENTGYM_DATA``, or the user's data folder."""
    return _named("AGENTGYM_DATA", platformdirs.user_data_path)


def official_folder(variable: str) -> Path:
    """Return where official data are put that were fetched, in place of the folder that ``variable`` names."""
    return data_folder() / "official" / variable.removesuffix("_DATA").casefold()


def _named(variable: str, usual: Callable[..., Path]) -> Path:
    named = os.environ.get(variable)
    if named:
        return Path(named)
    try:
        return usual(_NAME, appauthor=False)
    except RuntimeError:  # An account without a home, as containers with a plain number have it.
        return Path(tempfile.gettempdir()) / f"{_NAME}-{os.getuid()}" / variable.rpartition("_")[2].lower()


@contextlib.contextmanager
def with_home() -> Iterator[None]:
    """Name a home folder while this lasts, where the account has none: some packages need one to be imported."""
    if os.path.expanduser("~") != "~":
        yield
        return
    os.environ["HOME"] = tempfile.gettempdir()
    try:
        yield
    finally:
        del os.environ["HOME"]

"""What several of ALFWorld's tests stand on."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.shared_data import shared


@pytest.fixture(scope="session")
def games(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published game files, verbatim, in their own layout."""
    folder = tmp_path_factory.mktemp("alfworld")
    with tarfile.open(shared("alfworld/games.tar.xz")) as archive:
        archive.extractall(folder, filter="data")
    return folder

"""What all tests share: a minimal environment that is registered, and a cache folder of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import agentgym

agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ.setdefault("AGENTGYM_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A folder for a run."""
    return tmp_path / "run"

"""What all tests share: a minimal environment that is registered, and a cache folder of their own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

import agentgym

agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell makes what runs in its background deaf to Ctrl-C, and children inherit it: tests interrupt theirs.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ.setdefault("AGENTGYM_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A folder for a run."""
    return tmp_path / "run"

"""What all tests share: a minimal environment that is registered, and a cache folder of their own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

import agentgym

agentgym.register("Test/Guess-v0", "tests.contract.guess:Guess")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell makes what runs in its background deaf to Ctrl-C, and children inherit it: tests interrupt theirs.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run the tests that share a fixture of a module, or a folder's of the session: it is made once.

    pytest-xdist deals tests out one by one, and each worker would make its own: a training on several ranks, a wheel,
    a Java machine (whose code is compiled as it runs: the longer it lives, the faster).
    """
    for item in items:
        place = "scienceworld" if "scienceworld" in item.nodeid.casefold() else shared_by(item)
        if place and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(place))


def shared_by(item: pytest.Item) -> str:
    """Return the folder or file whose tests share a fixture with a test; empty if none does."""
    found: Any = getattr(item, "_fixtureinfo", None)
    used = [] if found is None else [d[-1] for d in found.name2fixturedefs.values()]
    ours = [f for f in used if f.baseid.startswith("tests/")]
    folders = sorted(f.baseid for f in ours if f.scope == "session")
    if folders:
        return str(folders[0])
    return item.nodeid.partition("::")[0] if any(f.scope in ("module", "package") for f in ours) else ""


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ.setdefault("AGENTGYM_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A folder for a run."""
    return tmp_path / "run"
